import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { ApiInstance } from "../src/index.ts";

/** One operation of the OpenAPI document. */
export interface Operation {
  readonly method: string;
  /** As the document writes it: `/v1/feeds/{id}`. */
  readonly path: string;
  /** Whether it answers without a key. */
  readonly isPublic: boolean;
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
  findDeparture(operation: Pick<Operation, "method" | "path">, answer: Answer): string | null;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface DescribedOperation {
  readonly responses: Readonly<Record<string, Response>>;
  readonly security?: readonly object[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly webhooks: Readonly<Record<string, object>>;
}

/** Reads the document that the API serves. */
export async function openContract(app: ApiInstance): Promise<Contract> {
  const document: Document = (await app.inject("/openapi.json")).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: "doc", components: document.components });
  const compiled = new Map<object, ValidateFunction>();

  function validatorOf(schema: object): ValidateFunction {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc#/components'));
    const validate = ajv.compile(absolute);
    compiled.set(schema, validate);
    return validate;
  }

  return {
    document,
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        ...{ method: method.toUpperCase(), path },
        isPublic: security?.length === 0,
      })),
    ),
    findDeparture({ method, path }, answer) {
      const response = document.paths[path]?.[method.toLowerCase()]?.responses[answer.statusCode];
      if (response === undefined) return `${answer.statusCode} is not described`;
      if (response.content === undefined) return answer.body === "" ? null : "a body where none is described";
      const type = String(answer.headers["content-type"]).split(";")[0] ?? "";
      const media = response.content[type];
      if (media === undefined) return `the type ${type} is not described`;
      const validate = validatorOf(media.schema);
      return validate(JSON.parse(answer.body)) ? null : ajv.errorsText(validate.errors);
    },
  };
}
