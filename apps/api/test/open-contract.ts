import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { ApiInstance } from "../src/index.ts";

/** One operation of the OpenAPI document. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As the document writes it: `/v1/feeds/{id}`. */
  readonly path: string;
  /** `GET /v1/feeds/{id}`. */
  readonly name: string;
  /** The roles of which a caller needs one; empty when any key will do, null when none is needed. */
  readonly roles: readonly string[] | null;
  /** The first example of its JSON body; undefined when it takes none. */
  readonly example: object | undefined;
  /** The names of its query parameters. */
  readonly query: readonly string[];
  /** The media types of its successful answers. */
  readonly answers: readonly string[];
}

/** An answer to be held against the document. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The OpenAPI document as a judge of answers. */
export interface Contract {
  readonly document: Document;
  readonly operations: readonly Operation[];
  /** What in the answer departs from the document, or null. */
  findDeparture(operation: Operation, answer: Answer): string | null;
  /** What is wrong with the examples that the document gives, one line each. */
  findWrongExamples(): readonly string[];
}

interface Schema {
  readonly $ref?: string;
  readonly examples?: readonly object[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface DescribedOperation {
  readonly responses: Readonly<Record<string, Content>>;
  readonly requestBody?: Content;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly webhooks: Readonly<Record<string, object>>;
}

/** Reads the document that the API serves. */
export async function openContract(app: ApiInstance): Promise<Contract> {
  const document: Document = (await app.inject("/openapi.json")).json();
  const validatorOf = openValidators(document);
  return {
    document,
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => readOperation(document, path, method, operation)),
    ),
    findDeparture({ method, path }, answer) {
      const response = document.paths[path]?.[method.toLowerCase()]?.responses[answer.statusCode];
      if (response === undefined) return `${answer.statusCode} is not described`;
      if (response.content === undefined) return answer.body === "" ? null : "a body where none is described";
      const type = mediaTypeOf(answer);
      const media = response.content[type];
      if (media === undefined) return `the type ${type} is not described`;
      const value: unknown = type.endsWith("json") ? JSON.parse(answer.body) : answer.body;
      const validate = validatorOf(media.schema);
      return validate(value) ? null : validate.errors;
    },
    findWrongExamples: () =>
      Object.entries(document.components.schemas).flatMap(([name, schema]) =>
        (schema.examples ?? []).flatMap((example) => {
          const validate = validatorOf(schema);
          return validate(example) ? [] : [`${name}: ${validate.errors}`];
        }),
      ),
  };
}

interface Validator {
  (value: unknown): boolean;
  readonly errors: string;
}

function openValidators(document: Document): (schema: object) => Validator {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: "doc", components: document.components });
  const compiled = new Map<object, ValidateFunction>();
  return (schema) => {
    const known = compiled.get(schema);
    const absolute = JSON.stringify(schema).replaceAll('"#/components', '"doc#/components');
    const validate = known ?? ajv.compile(JSON.parse(absolute));
    compiled.set(schema, validate);
    const judge = (value: unknown) => validate(value);
    return Object.defineProperty(judge, "errors", {
      get: () => ajv.errorsText(validate.errors),
    }) as typeof judge & { errors: string };
  };
}

function readOperation(
  document: Document,
  path: string,
  method: string,
  operation: DescribedOperation,
): Operation {
  const body = operation.requestBody?.content?.["application/json"]?.schema;
  const bare = body?.$ref?.split("/").at(-1);
  const schema = bare === undefined ? body : document.components.schemas[bare];
  const upper = method.toUpperCase() as Operation["method"];
  return {
    ...{ method: upper, path, name: `${upper} ${path}` },
    roles: operation.security?.[0]?.["apiKey"] ?? null,
    example: body && (schema?.examples?.[0] ?? {}),
    query: (operation.parameters ?? []).filter((one) => one.in === "query").map(({ name }) => name),
    answers: Object.entries(operation.responses)
      .filter(([status]) => status.startsWith("2"))
      .flatMap(([, { content }]) => Object.keys(content ?? {})),
  };
}

function mediaTypeOf({ headers }: Answer): string {
  return String(headers["content-type"]).split(";")[0] ?? "";
}
