import { type Fault, type FaultCode, faultCatalogue } from "@earshot/domain";
import { z } from "zod";
import { severity } from "./basics.ts";

const codes = Object.keys(faultCatalogue) as [FaultCode, ...FaultCode[]]; // The keys of the catalogue are its codes.

/** A code of the fault catalogue. */
export const faultCode = z.enum(codes).meta({ id: "FaultCode" });

/** Something wrong with a target. */
export const faultSchema = z
  .object({
    code: faultCode,
    severity,
    message: z.string(),
    hop: z.int().nullable().meta({ description: "0-based index into the hops of the probe." }),
    line: z.int().nullable().meta({ description: "1-based line of the feed." }),
    doubt: z.boolean(),
  })
  .meta({ id: "Fault" }) satisfies z.ZodType<Fault>;
