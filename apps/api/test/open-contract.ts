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
  /** Every example that the document gives, with what is wrong with it; and every body that has none. */
  readonly examples: readonly DescribedExample[];
}

/** An example of a body that is sent or answered. */
export interface DescribedExample {
  /** Such as `POST /v1/feeds 201 application/json`; of a webhook, its type. */
  readonly of: string;
  /** Undefined where the document gives none. */
  readonly value: unknown;
  /** What the schema says against it, or null. */
  readonly wrong: string | null;
}

interface Schema {
  readonly $ref?: string;
  readonly examples?: readonly object[];
}

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>;
}

interface Content {
  readonly content?: Readonly<Record<string, Media>>;
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
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
  readonly webhooks: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
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
    examples: readExamples(document, validatorOf),
  };
}

function readExamples(
  document: Document,
  validatorOf: (schema: object) => Validator,
): readonly DescribedExample[] {
  const bodies = Object.entries({ ...document.paths, ...document.webhooks }).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody, responses }]) => {
      const name = path.startsWith("/") ? `${method.toUpperCase()} ${path}` : path;
      return [
        ...contentsOf(name, requestBody),
        ...Object.entries(responses).flatMap(([status, answer]) => contentsOf(`${name} ${status}`, answer)),
      ];
    }),
  );
  return bodies.flatMap(({ of, media }) => {
    const schema = resolve(document, media.schema);
    const shared = Object.values(media.examples ?? {});
    const given = shared.map(({ $ref }) => document.components.examples[$ref.split("/").at(-1) ?? ""]?.value);
    const values = [media.example, ...given, ...(schema.examples ?? [])].filter(
      (value) => value !== undefined,
    );
    const validate = validatorOf(media.schema);
    const judge = (value: unknown) => ({ of, value, wrong: validate(value) ? null : validate.errors });
    return values.length === 0 ? [{ of, value: undefined, wrong: "there is none" }] : values.map(judge);
  });
}

function contentsOf(name: string, { content = {} }: Content = {}): readonly { of: string; media: Media }[] {
  return Object.entries(content).map(([type, media]) => ({ of: `${name} ${type}`, media }));
}

function resolve(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return (name === undefined ? undefined : document.components.schemas[name]) ?? schema;
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
  const schema = body && resolve(document, body);
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
