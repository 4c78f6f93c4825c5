// Written by `pnpm api-types` from the API's OpenAPI document; do not edit.

export interface paths {
    "/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your own account */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your own account
         * @description What you leave out stays as it is. Reminders are `incident.updated` notices with a `reminder` number, until you acknowledge.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountChange"];
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys, newest first, revoked ones too */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ApiKey"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a key
         * @description For any account with an ops key; for one's own account with any key, and no role that it lacks.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedApiKey"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the account's calendar of certificate deadlines can be read */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Calendar"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Open the account's calendar of certificate deadlines, under a new address
         * @description The address before it, if there was one, means nothing any more.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenedCalendar"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This idempotency key belongs to another request */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Close the account's calendar of certificate deadlines */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calendar/{token}/certificates.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Certificate deadlines as a calendar
         * @description Needs no key: whoever has the address may read it. iCalendar (RFC 5545), a year ahead.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A calendar. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/calendar": string;
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/certificates/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stops working on which day if nobody renews a certificate */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    days?: number;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Forecast"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deliveries with their attempts, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description An opaque id. */
                    endpointId?: string;
                    /** @description An opaque id. */
                    incidentId?: string;
                    limit?: number;
                    state?: "pending" | "delivered" | "failed" | "cancelled";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Delivery"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deliveries/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a notice again */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Begun; the answer does not wait for it. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Delivery"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This idempotency key belongs to another request */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enclosures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One enclosure with its last evidence */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnclosureDetail"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enclosures/{id}/probes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An enclosure's probes, latest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["PastProbe"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes as they happen
         * @description Server-sent events: one `snapshot` of the newest feeds, incidents and deliveries (20 each), then one event (`feed`, `incident`, `delivery`) for each change to them, with the thing as the lists give it. A comment every 15 s keeps proxies awake. A stream ends after 15 minutes: connect again with the last event's id as `Last-Event-ID`, as an EventSource does by itself, and what came meanwhile follows instead of a snapshot, as long as it is kept (an hour).
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; or: Too many event streams are open */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/evidence-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a link to evidence */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Feeds, newest registration or worst standing first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    label?: string;
                    limit?: number;
                    /** @description The newest registration first; or the worst standing first, and of those that stand alike the newest. */
                    order?: "newest" | "worst";
                    /** @description Part of the title or URL. */
                    search?: string;
                    /** @description The worst of the feed itself and its enclosures. */
                    standing?: "unreachable" | "degraded" | "inconclusive" | "healthy" | "unprobed";
                    /** @description Of the feed itself. */
                    verdict?: "healthy" | "degraded" | "unreachable" | "inconclusive";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Feed"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Register a feed
         * @description The feed is fetched within seconds, and all its enclosures are probed. Registering a feed again answers 200 with what is there, labels unchanged.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewFeed"];
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Feed"];
                    };
                };
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Feed"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A limit of this account is reached */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This URL is not accepted */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One feed */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Feed"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Stop watching a feed */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a feed's labels, or whether to be told when no new episode comes */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FeedChange"];
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Feed"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/feeds/{id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a feed's enclosures were to be heard, and how fast, over time */
        get: {
            parameters: {
                query?: {
                    /** @description How many hours back, the one in hand included. */
                    hours?: number;
                    /** @description What one item sums up (days in UTC). */
                    per?: "hour" | "day";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @description An instant, ISO 8601 in UTC.
                             */
                            from: string;
                            items: components["schemas"]["FeedHistoryPoint"][];
                            next: null;
                            /**
                             * Format: date-time
                             * @description An instant, ISO 8601 in UTC.
                             */
                            until: string;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a feed now
         * @description Makes the feed and its newest enclosures (100) due, each at its host's pace. The answer does not wait for the check. An account has 10 an hour for feeds whose ownership it has not proven; see `ownership` of a feed.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Begun; the answer does not wait for it. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AskedCheck"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This idempotency key belongs to another request */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{id}/drill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold a fire drill
         * @description Opens an incident that is none, tells your own endpoints of it as of a real one, marked as a drill in every message, and ends it by itself. It counts for nothing else. One at a time for a feed, six an hour.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DrillRequest"];
                };
            };
            responses: {
                /** @description Begun; the answer does not wait for it. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BegunDrill"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{id}/enclosures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A feed's enclosures, newest episode first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Only those with this host on their way. */
                    hostId?: string;
                    limit?: number;
                    /** @description Part of the episode's title, or of the URL. */
                    search?: string;
                    verdict?: "healthy" | "degraded" | "unreachable" | "inconclusive";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Enclosure"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All feeds of the account as an OPML file
         * @description Labels are its categories. It can be imported again, here or into a podcast app.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OPML 2.0. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/x-opml": string;
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register many feeds
         * @description Up to 1,000, as JSON or as an OPML file (`Content-Type: text/x-opml`), whose categories and folders become labels. Each feed is taken or refused by itself; the answer tells which, in their order.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FeedImport"];
                    "text/x-opml": string;
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportResult"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many feeds stand how, and under which labels */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedSummary"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Servers on the way to the audio, with their last check */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description The whole hostname. */
                    hostname?: string;
                    /** @description Hosts in an open incident, or the others. */
                    incident?: "open" | "none";
                    limit?: number;
                    port?: number;
                    /** @description Part of the hostname. */
                    search?: string;
                    verdict?: "healthy" | "degraded" | "unreachable" | "inconclusive";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Host"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One host: what it serves, and what of yours hangs on it */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HostDetail"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What fresh handshakes with a host found wrong, in periods */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HostFaults"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{id}/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your feeds that depend on a host, newest registration first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["FeedOfHost"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hosts/{id}/latency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How fast and how reliably a host answered, over time */
        get: {
            parameters: {
                query?: {
                    /** @description How many hours back, the one in hand included. */
                    hours?: number;
                    /** @description What one item sums up (days in UTC). */
                    per?: "hour" | "day";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @description An instant, ISO 8601 in UTC.
                             */
                            from: string;
                            items: components["schemas"]["HostHistoryPoint"][];
                            next: null;
                            /**
                             * Format: date-time
                             * @description An instant, ISO 8601 in UTC.
                             */
                            until: string;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Incidents, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Only those that this host is or was a part of. */
                    hostId?: string;
                    limit?: number;
                    /** @description Both when left out. */
                    state?: "open" | "resolved";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Incident"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident with its evidence */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IncidentDetail"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the incident was seen */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Incident"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This idempotency key belongs to another request */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/enclosures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your account's enclosures that an incident touches, feed by feed, newest episode first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["SufferingEnclosure"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The evidence of an incident, to be forwarded to the host
         * @description JSON, or a page that prints well to whoever accepts text/html rather.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The evidence. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EvidenceBundle"];
                        "text/html": string;
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/evidence-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own links to the evidence that hold, oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["EvidenceLink"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a link to the evidence for somebody without an account
         * @description Read-only, unguessable, and revoked by deleting it. It shows what your own account may see.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewEvidenceLink"];
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedEvidenceLink"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A limit of this account is reached */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/evidence.html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The evidence of an incident as a page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The evidence. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an incident went, and what your account was told of it */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IncidentTimeline"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every leaf certificate in use, those that end first at the top */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description Only what ends within so many days, or has ended. */
                    days?: number;
                    limit?: number;
                    /** @description Part of the subject, of the issuer, or of a name that it is good for. */
                    search?: string;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["FleetCertificate"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much was looked at within its period
         * @description Measured once a minute at most. When share falls below the floor (EARSHOT_COVERAGE_FLOOR), ops get an event `coverage.below-floor` on /v1/events, and the metric earshot_coverage_below_floor is 1.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * Format: date-time
                             * @description An instant, ISO 8601 in UTC.
                             */
                            at: string;
                            /** @description The share below which ops are told. */
                            floor: number;
                            items: components["schemas"]["Coverage"][];
                            next: null;
                            notChecked: {
                                what: string;
                                why: string;
                            }[];
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every host, with what hangs on it and when it is looked at next */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    /** @description The whole hostname. */
                    hostname?: string;
                    /** @description Hosts in an open incident, or the others. */
                    incident?: "open" | "none";
                    limit?: number;
                    port?: number;
                    /** @description Part of the hostname. */
                    search?: string;
                    verdict?: "healthy" | "degraded" | "unreachable" | "inconclusive";
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["FleetHost"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/publishers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every account with its use of the service, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description Part of the name or e-mail address. */
                    search?: string;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["FleetPublisher"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The queues as they are now, with the busiest hosts and those behind which enclosures are parked
         * @description The hosts (20 of each at most) are read every 5 s.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            hosts: {
                                busiest: components["schemas"]["BusyHost"][];
                                parked: components["schemas"]["ParkedHost"][];
                            };
                            items: components["schemas"]["Queue"][];
                            next: null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not available at the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The hosts that had most requests from us, busiest first */
        get: {
            parameters: {
                query?: {
                    /** @description UTC; today unless given. Kept for 30 days. */
                    day?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date */
                            day: string;
                            items: components["schemas"]["RequestedHost"][];
                            next: null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ops/vantages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where we look from, and whether each vantage is believed
         * @description The processes of the last day. One that was not heard of for 20 s is not alive.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                alive: boolean;
                                /** @description Whether it probes enclosures and checks hosts. */
                                checks: boolean;
                                /** @description When it was last cleared of all. */
                                clearedAt: string | null;
                                /** @description How far its clock is behind that of most servers; null while that is not provable. */
                                clockOffsetMs: number | null;
                                /** @description Whether it fetches feeds. */
                                crawls: boolean;
                                /**
                                 * Format: uuid
                                 * @description Of the process, new at each of its starts.
                                 */
                                id: string;
                                /**
                                 * Format: date-time
                                 * @description An instant, ISO 8601 in UTC.
                                 */
                                seenAt: string;
                                /**
                                 * Format: date-time
                                 * @description An instant, ISO 8601 in UTC.
                                 */
                                startedAt: string;
                                /** @description When it last came under suspicion. */
                                suspectAt: string | null;
                                suspicions: ("ipv4" | "ipv6" | "clock" | "names" | "lag")[];
                                vantage: string;
                            }[];
                            next: null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All accounts, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Publisher"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make an account
         * @description Notices go to `email` where one is given, beside the account's webhooks.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPublisher"];
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Publisher"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/publishers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set the address that an account's notices go to
         * @description The address before it gets nothing more; null ends e-mail. It shows among the endpoints.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PublisherChange"];
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Publisher"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and with which roles */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Sign a browser in with an API key
         * @description The session is a cookie that scripts cannot read and other sites cannot use. It is accepted wherever a key is, for seven days, and ends with its key. Changes by session must come from Earshot's own pages.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSession"];
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sign the browser out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/silences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maintenance windows and mutes, oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Silence"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Plan a maintenance window, or mute
         * @description Without feedId, host or incidentId it covers every incident of the account.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSilence"];
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Silence"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A limit of this account is reached */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/silences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One maintenance window or mute */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Silence"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Lift a maintenance window or mute */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change when a maintenance window or mute holds, or its note */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SilenceChange"];
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Silence"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/status/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a feed stands
         * @description Needs no key. Only for feeds with `publicStatus`; the same as a page is at /status/{id}.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PublicStatus"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status/{id}/badge.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a feed stands, as an SVG badge
         * @description Needs no key. Only for feeds with `publicStatus`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A badge. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/svg+xml": string;
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhook endpoints, oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description The `next` of the page before. */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["WebhookEndpoint"][];
                            next: string | null;
                        };
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Add a webhook endpoint
         * @description Notices follow Standard Webhooks 1.0; see the webhooks of this document for their bodies. A `webhook.test` notice is sent at once: the endpoint counts as verified when something has arrived there.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWebhookEndpoint"];
                };
            };
            responses: {
                /** @description Made. */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedWebhookEndpoint"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A limit of this account is reached */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This URL is not accepted */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook endpoint */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of an answer that you have. */
                    "if-none-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookEndpoint"];
                    };
                };
                /** @description Unchanged since the ETag sent as If-None-Match. */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a webhook endpoint */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; nothing to tell. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a webhook endpoint
         * @description Enabling one that was disabled forgives its past failures.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag of what you read: the change is refused when it has changed since. */
                    "if-match"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookEndpointChange"];
                };
            };
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookEndpoint"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This URL is not accepted */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send every notice since an instant again
         * @description With the same `webhook-id`s, at most 1000 at a call, those that it missed while it was disabled included.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ResendRequest"];
                };
            };
            responses: {
                /** @description Begun; the answer does not wait for it. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AskedResend"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an endpoint a new secret
         * @description For 24 hours notices carry two signatures, by the new secret and by the one before.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was asked for. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RotatedSecret"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This idempotency key belongs to another request */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test notice
         * @description The delivery shows in /v1/deliveries; `noticeId` is its `webhook-id`.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A key of your choice, such as a UUID. The same request with it within 24 hours gets the first one's answer and changes nothing; another request with it is refused. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description An opaque id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Begun; the answer does not wait for it. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AskedTest"];
                    };
                };
                /** @description An API key is needed */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This API key may not do that */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description There is no such thing */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description This does not fit the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Some fields will not do; or: This idempotency key belongs to another request */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Something went wrong on our side */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "certificate.expiring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A certificate.expiring notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            affected: {
                                endpoints: {
                                    host: string;
                                    id: string;
                                }[];
                                episodes: number;
                                samples: {
                                    episode: string | null;
                                    feedId: string;
                                    guid: string | null;
                                    show: string | null;
                                    url: string | null;
                                }[];
                                shows: number;
                            };
                            /** Format: date-time */
                            expiresAt: string;
                            failing: {
                                addresses: string[];
                                certificate: {
                                    fingerprint256: string;
                                    issuer: string;
                                    /** Format: date-time */
                                    notAfter: string;
                                    /** Format: date-time */
                                    notBefore: string;
                                    subject: string;
                                } | null;
                                host: string;
                                port: number;
                                role: ("prefix" | "host" | "cdn" | "feed") | null;
                            }[];
                            faults: {
                                /** @enum {string} */
                                code: "dns.not-found" | "dns.timeout" | "dns.server-failure" | "address.blocked" | "connect.refused" | "connect.timeout" | "connect.reset" | "connect.unreachable" | "tls.handshake-failed" | "tls.timeout" | "tls.protocol-outdated" | "certificate.expired" | "certificate.not-yet-valid" | "certificate.hostname-mismatch" | "certificate.self-signed" | "certificate.untrusted-root" | "certificate.incomplete-chain" | "certificate.weak" | "certificate.expiring" | "certificate.chain-expiring" | "certificate.edge-drift" | "certificate.trust-gap" | "redirect.loop" | "redirect.too-many" | "redirect.many" | "redirect.insecure" | "redirect.invalid-location" | "redirect.unsupported-scheme" | "http.not-found" | "http.gone" | "http.forbidden" | "http.rate-limited" | "http.client-error" | "http.server-error" | "http.unexpected-status" | "http.protocol-error" | "http.timeout" | "http.stalled" | "http.insecure" | "range.ignored" | "range.invalid-content-range" | "range.unsatisfiable" | "range.short-body" | "head.rejected" | "media.empty" | "media.not-media" | "media.type-mismatch" | "feed.not-xml" | "feed.not-a-feed" | "feed.malformed" | "feed.leading-bytes" | "feed.encoding-mismatch" | "feed.too-large" | "feed.no-enclosures" | "feed.identity-changed" | "feed.items-lost" | "feed.stale" | "feed.moved" | "feed.duplicate-guid" | "feed.duplicate-enclosure" | "feed.missing-enclosure-attribute" | "feed.invalid-enclosure-url" | "url.invalid";
                                explanation: string;
                                remedy: string;
                                /** @enum {string} */
                                severity: "outage" | "warning" | "info";
                                title: string;
                            }[];
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            summary: string;
                            threshold: number | null;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "certificate.expiring";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "certificate.renewed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A certificate.renewed notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            affected: {
                                endpoints: {
                                    host: string;
                                    id: string;
                                }[];
                                episodes: number;
                                samples: {
                                    episode: string | null;
                                    feedId: string;
                                    guid: string | null;
                                    show: string | null;
                                    url: string | null;
                                }[];
                                shows: number;
                            };
                            /** Format: date-time */
                            expiresAt: string;
                            failing: {
                                addresses: string[];
                                certificate: {
                                    fingerprint256: string;
                                    issuer: string;
                                    /** Format: date-time */
                                    notAfter: string;
                                    /** Format: date-time */
                                    notBefore: string;
                                    subject: string;
                                } | null;
                                host: string;
                                port: number;
                                role: ("prefix" | "host" | "cdn" | "feed") | null;
                            }[];
                            faults: {
                                /** @enum {string} */
                                code: "dns.not-found" | "dns.timeout" | "dns.server-failure" | "address.blocked" | "connect.refused" | "connect.timeout" | "connect.reset" | "connect.unreachable" | "tls.handshake-failed" | "tls.timeout" | "tls.protocol-outdated" | "certificate.expired" | "certificate.not-yet-valid" | "certificate.hostname-mismatch" | "certificate.self-signed" | "certificate.untrusted-root" | "certificate.incomplete-chain" | "certificate.weak" | "certificate.expiring" | "certificate.chain-expiring" | "certificate.edge-drift" | "certificate.trust-gap" | "redirect.loop" | "redirect.too-many" | "redirect.many" | "redirect.insecure" | "redirect.invalid-location" | "redirect.unsupported-scheme" | "http.not-found" | "http.gone" | "http.forbidden" | "http.rate-limited" | "http.client-error" | "http.server-error" | "http.unexpected-status" | "http.protocol-error" | "http.timeout" | "http.stalled" | "http.insecure" | "range.ignored" | "range.invalid-content-range" | "range.unsatisfiable" | "range.short-body" | "head.rejected" | "media.empty" | "media.not-media" | "media.type-mismatch" | "feed.not-xml" | "feed.not-a-feed" | "feed.malformed" | "feed.leading-bytes" | "feed.encoding-mismatch" | "feed.too-large" | "feed.no-enclosures" | "feed.identity-changed" | "feed.items-lost" | "feed.stale" | "feed.moved" | "feed.duplicate-guid" | "feed.duplicate-enclosure" | "feed.missing-enclosure-attribute" | "feed.invalid-enclosure-url" | "url.invalid";
                                explanation: string;
                                remedy: string;
                                /** @enum {string} */
                                severity: "outage" | "warning" | "info";
                                title: string;
                            }[];
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            summary: string;
                            threshold: number | null;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "certificate.renewed";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A endpoint.disabled notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            endpointId: string;
                            /** Format: date-time */
                            failingSince: string;
                            host: string;
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            reason: string;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            summary: string;
                            /** @constant */
                            version: 1;
                            warning: boolean;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "endpoint.disabled";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "feed.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A feed.changed notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            feedId: string;
                            guidsChanged: number;
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            summary: string;
                            title: string | null;
                            url: string;
                            urlsChanged: number;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "feed.changed";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "incident.opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A incident.opened notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            affected: {
                                endpoints: {
                                    host: string;
                                    id: string;
                                }[];
                                episodes: number;
                                samples: {
                                    episode: string | null;
                                    feedId: string;
                                    guid: string | null;
                                    show: string | null;
                                    url: string | null;
                                }[];
                                shows: number;
                            };
                            drill: boolean;
                            episodeMinutes: number;
                            failing: {
                                addresses: string[];
                                certificate: {
                                    fingerprint256: string;
                                    issuer: string;
                                    /** Format: date-time */
                                    notAfter: string;
                                    /** Format: date-time */
                                    notBefore: string;
                                    subject: string;
                                } | null;
                                host: string;
                                port: number;
                                role: ("prefix" | "host" | "cdn" | "feed") | null;
                            }[];
                            faults: {
                                /** @enum {string} */
                                code: "dns.not-found" | "dns.timeout" | "dns.server-failure" | "address.blocked" | "connect.refused" | "connect.timeout" | "connect.reset" | "connect.unreachable" | "tls.handshake-failed" | "tls.timeout" | "tls.protocol-outdated" | "certificate.expired" | "certificate.not-yet-valid" | "certificate.hostname-mismatch" | "certificate.self-signed" | "certificate.untrusted-root" | "certificate.incomplete-chain" | "certificate.weak" | "certificate.expiring" | "certificate.chain-expiring" | "certificate.edge-drift" | "certificate.trust-gap" | "redirect.loop" | "redirect.too-many" | "redirect.many" | "redirect.insecure" | "redirect.invalid-location" | "redirect.unsupported-scheme" | "http.not-found" | "http.gone" | "http.forbidden" | "http.rate-limited" | "http.client-error" | "http.server-error" | "http.unexpected-status" | "http.protocol-error" | "http.timeout" | "http.stalled" | "http.insecure" | "range.ignored" | "range.invalid-content-range" | "range.unsatisfiable" | "range.short-body" | "head.rejected" | "media.empty" | "media.not-media" | "media.type-mismatch" | "feed.not-xml" | "feed.not-a-feed" | "feed.malformed" | "feed.leading-bytes" | "feed.encoding-mismatch" | "feed.too-large" | "feed.no-enclosures" | "feed.identity-changed" | "feed.items-lost" | "feed.stale" | "feed.moved" | "feed.duplicate-guid" | "feed.duplicate-enclosure" | "feed.missing-enclosure-attribute" | "feed.invalid-enclosure-url" | "url.invalid";
                                explanation: string;
                                remedy: string;
                                /** @enum {string} */
                                severity: "outage" | "warning" | "info";
                                title: string;
                            }[];
                            feedId?: string;
                            incidentId: string;
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            /** Format: date-time */
                            openedAt: string;
                            parentId: string | null;
                            reason: ("recovered" | "withdrawn" | "unverifiable") | null;
                            relapse: number;
                            reminder?: number;
                            resolvedAt: string | null;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            /** Format: date-time */
                            since: string;
                            summary: string;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "incident.opened";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "incident.resolved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A incident.resolved notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            affected: {
                                endpoints: {
                                    host: string;
                                    id: string;
                                }[];
                                episodes: number;
                                samples: {
                                    episode: string | null;
                                    feedId: string;
                                    guid: string | null;
                                    show: string | null;
                                    url: string | null;
                                }[];
                                shows: number;
                            };
                            drill: boolean;
                            episodeMinutes: number;
                            failing: {
                                addresses: string[];
                                certificate: {
                                    fingerprint256: string;
                                    issuer: string;
                                    /** Format: date-time */
                                    notAfter: string;
                                    /** Format: date-time */
                                    notBefore: string;
                                    subject: string;
                                } | null;
                                host: string;
                                port: number;
                                role: ("prefix" | "host" | "cdn" | "feed") | null;
                            }[];
                            faults: {
                                /** @enum {string} */
                                code: "dns.not-found" | "dns.timeout" | "dns.server-failure" | "address.blocked" | "connect.refused" | "connect.timeout" | "connect.reset" | "connect.unreachable" | "tls.handshake-failed" | "tls.timeout" | "tls.protocol-outdated" | "certificate.expired" | "certificate.not-yet-valid" | "certificate.hostname-mismatch" | "certificate.self-signed" | "certificate.untrusted-root" | "certificate.incomplete-chain" | "certificate.weak" | "certificate.expiring" | "certificate.chain-expiring" | "certificate.edge-drift" | "certificate.trust-gap" | "redirect.loop" | "redirect.too-many" | "redirect.many" | "redirect.insecure" | "redirect.invalid-location" | "redirect.unsupported-scheme" | "http.not-found" | "http.gone" | "http.forbidden" | "http.rate-limited" | "http.client-error" | "http.server-error" | "http.unexpected-status" | "http.protocol-error" | "http.timeout" | "http.stalled" | "http.insecure" | "range.ignored" | "range.invalid-content-range" | "range.unsatisfiable" | "range.short-body" | "head.rejected" | "media.empty" | "media.not-media" | "media.type-mismatch" | "feed.not-xml" | "feed.not-a-feed" | "feed.malformed" | "feed.leading-bytes" | "feed.encoding-mismatch" | "feed.too-large" | "feed.no-enclosures" | "feed.identity-changed" | "feed.items-lost" | "feed.stale" | "feed.moved" | "feed.duplicate-guid" | "feed.duplicate-enclosure" | "feed.missing-enclosure-attribute" | "feed.invalid-enclosure-url" | "url.invalid";
                                explanation: string;
                                remedy: string;
                                /** @enum {string} */
                                severity: "outage" | "warning" | "info";
                                title: string;
                            }[];
                            feedId?: string;
                            incidentId: string;
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            /** Format: date-time */
                            openedAt: string;
                            parentId: string | null;
                            reason: ("recovered" | "withdrawn" | "unverifiable") | null;
                            relapse: number;
                            reminder?: number;
                            resolvedAt: string | null;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            /** Format: date-time */
                            since: string;
                            summary: string;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "incident.resolved";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "incident.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A incident.updated notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            affected: {
                                endpoints: {
                                    host: string;
                                    id: string;
                                }[];
                                episodes: number;
                                samples: {
                                    episode: string | null;
                                    feedId: string;
                                    guid: string | null;
                                    show: string | null;
                                    url: string | null;
                                }[];
                                shows: number;
                            };
                            drill: boolean;
                            episodeMinutes: number;
                            failing: {
                                addresses: string[];
                                certificate: {
                                    fingerprint256: string;
                                    issuer: string;
                                    /** Format: date-time */
                                    notAfter: string;
                                    /** Format: date-time */
                                    notBefore: string;
                                    subject: string;
                                } | null;
                                host: string;
                                port: number;
                                role: ("prefix" | "host" | "cdn" | "feed") | null;
                            }[];
                            faults: {
                                /** @enum {string} */
                                code: "dns.not-found" | "dns.timeout" | "dns.server-failure" | "address.blocked" | "connect.refused" | "connect.timeout" | "connect.reset" | "connect.unreachable" | "tls.handshake-failed" | "tls.timeout" | "tls.protocol-outdated" | "certificate.expired" | "certificate.not-yet-valid" | "certificate.hostname-mismatch" | "certificate.self-signed" | "certificate.untrusted-root" | "certificate.incomplete-chain" | "certificate.weak" | "certificate.expiring" | "certificate.chain-expiring" | "certificate.edge-drift" | "certificate.trust-gap" | "redirect.loop" | "redirect.too-many" | "redirect.many" | "redirect.insecure" | "redirect.invalid-location" | "redirect.unsupported-scheme" | "http.not-found" | "http.gone" | "http.forbidden" | "http.rate-limited" | "http.client-error" | "http.server-error" | "http.unexpected-status" | "http.protocol-error" | "http.timeout" | "http.stalled" | "http.insecure" | "range.ignored" | "range.invalid-content-range" | "range.unsatisfiable" | "range.short-body" | "head.rejected" | "media.empty" | "media.not-media" | "media.type-mismatch" | "feed.not-xml" | "feed.not-a-feed" | "feed.malformed" | "feed.leading-bytes" | "feed.encoding-mismatch" | "feed.too-large" | "feed.no-enclosures" | "feed.identity-changed" | "feed.items-lost" | "feed.stale" | "feed.moved" | "feed.duplicate-guid" | "feed.duplicate-enclosure" | "feed.missing-enclosure-attribute" | "feed.invalid-enclosure-url" | "url.invalid";
                                explanation: string;
                                remedy: string;
                                /** @enum {string} */
                                severity: "outage" | "warning" | "info";
                                title: string;
                            }[];
                            feedId?: string;
                            incidentId: string;
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            /** Format: date-time */
                            openedAt: string;
                            parentId: string | null;
                            reason: ("recovered" | "withdrawn" | "unverifiable") | null;
                            relapse: number;
                            reminder?: number;
                            resolvedAt: string | null;
                            sequence: number;
                            /** @enum {string} */
                            severity: "outage" | "warning" | "info";
                            /** Format: date-time */
                            since: string;
                            summary: string;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "incident.updated";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A webhook.test notice
         * @description Signed after Standard Webhooks 1.0. Answer 2xx within 15 s; anything else is retried.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The notice's id: the same on every attempt, so that a receiver can drop what it has. */
                    "webhook-id": string;
                    /** @description `v1,<base64>` HMAC-SHA256 of id.timestamp.body; several, separated by spaces, in a rotation. */
                    "webhook-signature": string;
                    /** @description When this attempt was made, in seconds since 1970. */
                    "webhook-timestamp": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            endpointId: string;
                            link: string;
                            /** Format: date-time */
                            occurredAt: string;
                            sequence: number;
                            summary: string;
                            /** @constant */
                            version: 1;
                        };
                        /** Format: date-time */
                        timestamp: string;
                        /** @constant */
                        type: "webhook.test";
                    };
                };
            };
            responses: {
                /** @description Taken. */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Stop: the endpoint is disabled. */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Account: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            email: string | null;
            /** @description An opaque id. */
            id: string;
            name: string;
            /** @description How often to be reminded of what is open and not acknowledged; null for never. */
            remindEveryMinutes: number | null;
            /** @description Whether your e-mail address gets a digest of each week, whatever types of notices it is narrowed to: availability of your shows, incidents, open warnings, certificates about to end. Webhooks never get one. */
            weeklyDigest: boolean;
        };
        /**
         * @example {
         *       "remindEveryMinutes": 60,
         *       "weeklyDigest": true
         *     }
         */
        AccountChange: {
            /** @description How often to be reminded of what is open and not acknowledged; null for never. */
            remindEveryMinutes?: number | null;
            /** @description Whether your e-mail address gets a digest of each week, whatever types of notices it is narrowed to: availability of your shows, incidents, open warnings, certificates about to end. Webhooks never get one. */
            weeklyDigest?: boolean;
        };
        /** @description Only the receiving publisher's own shows, episodes and webhook endpoints. */
        AffectedScope: {
            /** @description Your webhook endpoints at a host that is broken: notices to them may not arrive. Shows and episodes may then be 0. */
            endpoints: {
                host: string;
                /** @description An opaque id. */
                id: string;
            }[];
            episodes: number;
            samples: {
                episode: string | null;
                feedId: string;
                guid: string | null;
                show: string | null;
                url: string | null;
            }[];
            shows: number;
        };
        ApiKey: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            expiresAt: string | null;
            /** @description An opaque id. */
            id: string;
            lastUsedAt: string | null;
            /** @description The beginning of the key, to tell keys apart. */
            prefix: string;
            /** @description An opaque id. */
            publisherId: string;
            revokedAt: string | null;
            roles: ("publisher" | "ops")[];
        };
        AskedCheck: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            dueAt: string;
            /** @description An opaque id. */
            id: string;
        };
        AskedResend: {
            /** @description How many are on their way again, those missed while it was disabled included. */
            deliveries: number;
            /** @description An opaque id. */
            endpointId: string;
            /** @description Whether there may be more: the oldest come first, ask again with a later `since`. */
            hasMore: boolean;
        };
        AskedTest: {
            /** @description An opaque id. */
            endpointId: string;
            /** @description An opaque id. */
            noticeId: string;
        };
        BegunDrill: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            endsAt: string;
            /** @description An opaque id. */
            id: string;
            /** @description An opaque id. */
            incidentId: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            startedAt: string;
        };
        BusyHost: {
            /** @description An opaque id. */
            hostId: string;
            hostname: string;
            /** @description Requests in flight over the whole fleet. */
            inFlight: number;
            port: number;
            /** @description How far ahead its slots are given out: what joins its queue now waits that long. */
            queuedMs: number;
        };
        Calendar: {
            /** @description null: there is none. */
            createdAt: string | null;
        };
        Certificate: {
            fingerprint256: string;
            issuer: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            notAfter: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            notBefore: string;
            serialNumber: string;
            subject: string;
            subjectAltNames: string[];
        };
        Coverage: {
            /** @description Age of the last look that 95 % stay below. */
            ageP95Ms: number | null;
            /** @description Whether share is less than the floor that ops have set. */
            isBelowFloor: boolean;
            /** @description The longest period that any of them is measured against; null without subjects. */
            longestPeriodMs: number | null;
            neverChecked: number;
            /** @description Not looked at because an open incident of a host speaks for them. */
            parked: number;
            /** @description withinPeriod ÷ total; null without subjects. */
            share: number | null;
            /** @description Measured against a longer period than is configured: their host's budget, at the pace at which it lets itself be asked, does not allow that one. */
            stretched: number;
            /**
             * @description Feeds; enclosures of each feed's newest episodes; all other enclosures; hosts.
             * @enum {string}
             */
            subject: "feed" | "newest" | "catalogue" | "host";
            total: number;
            /** @description The same by where the last look was made from; what was never checked is in none of them. */
            vantages: {
                /** @description Age of the last look that 95 % stay below. */
                ageP95Ms: number | null;
                /** @description withinPeriod ÷ total; null without subjects. */
                share: number | null;
                total: number;
                vantage: string;
                withinPeriod: number;
            }[];
            /** @description Looked at within their period, new within it, or parked. */
            withinPeriod: number;
        };
        CreatedApiKey: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            expiresAt: string | null;
            /** @description An opaque id. */
            id: string;
            /** @description Shown only now; store it safely. */
            key: string;
            lastUsedAt: string | null;
            /** @description The beginning of the key, to tell keys apart. */
            prefix: string;
            /** @description An opaque id. */
            publisherId: string;
            revokedAt: string | null;
            roles: ("publisher" | "ops")[];
        };
        CreatedEvidenceLink: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            expiresAt: string;
            /** @description An opaque id. */
            id: string;
            /** @description An opaque id. */
            incidentId: string;
            /** @description When somebody last opened it. */
            openedAt: string | null;
            /** @description Shown only now. Whoever has it may read the evidence. */
            url: string;
        };
        CreatedWebhookEndpoint: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            disabledReason: string | null;
            enabled: boolean;
            /** @description The first failure since the last success. */
            failingSince: string | null;
            /** @description Failed attempts in a row. */
            failures: number;
            /** @description null: all of them. */
            feedIds: string[] | null;
            /** @description An opaque id. */
            id: string;
            /**
             * @description An e-mail address is set by ops; its publisher may switch it off.
             * @enum {string}
             */
            kind: "webhook" | "email";
            /** @description An opaque id. */
            publisherId: string;
            /** @description Shown only now: `whsec_` and base64 (Standard Webhooks 1.0). */
            secret: string;
            /** @description null: all of them. */
            severities: ("outage" | "warning" | "info")[] | null;
            /**
             * @description Our own JSON, or a message for a Slack or Discord incoming webhook.
             * @enum {string}
             */
            style: "standard" | "slack" | "discord";
            /** @description null: all of them. */
            types: components["schemas"]["NoticeType"][] | null;
            /** @description A mailto: URL for an e-mail address. */
            url: string;
            /** @description Whether anything has arrived at this URL yet, as the test notice sent at its creation should. */
            verified: boolean;
        };
        Delivery: {
            attempts: {
                /**
                 * Format: date-time
                 * @description An instant, ISO 8601 in UTC.
                 */
                at: string;
                durationMs: number;
                error: string | null;
                number: number;
                /** @description At most 4 KiB. */
                responseBody: string | null;
                status: number | null;
            }[];
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            deliveredAt: string | null;
            endpointHost: string;
            /** @description An opaque id. */
            endpointId: string;
            /** @description An opaque id. */
            id: string;
            nextAttemptAt: string | null;
            notice: {
                /** @description The `webhook-id` of every attempt. */
                id: string;
                incidentId: string | null;
                summary: string;
                /** @enum {string} */
                type: "incident.opened" | "incident.updated" | "incident.resolved" | "certificate.expiring" | "certificate.renewed" | "feed.changed" | "endpoint.disabled" | "webhook.test" | "digest.weekly";
            };
            /** @description An opaque id. */
            publisherId: string;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed" | "cancelled";
        };
        /**
         * @example {
         *       "durationSeconds": 60
         *     }
         */
        DrillRequest: {
            /**
             * @description After how long it is over.
             * @default 60
             */
            durationSeconds: number;
        } | null;
        Enclosure: {
            /** @description When the first certificate on its way ends. */
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            /** @description An opaque id. */
            feedId: string;
            guid: string | null;
            /** @description An opaque id. */
            id: string;
            /** @enum {string} */
            kind: "primary" | "alternate";
            length: number | null;
            /** @description Not asked for at the moment, because a host on its redirect chain has an open incident that speaks for it. */
            parked: boolean;
            probedAt: string | null;
            publishedAt: string | null;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            title: string | null;
            type: string | null;
            url: string;
            /** @description The worst of its last probe and the open host incidents on its redirect chain; null before its first probe. */
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
        };
        EnclosureDetail: {
            /** @description When the first certificate on its way ends. */
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            /** @description An opaque id. */
            feedId: string;
            guid: string | null;
            /** @description An opaque id. */
            id: string;
            /** @enum {string} */
            kind: "primary" | "alternate";
            /** @description The last probe that was kept in full. */
            lastEvidence: components["schemas"]["ProbeEvidence"] | null;
            lastFailure: components["schemas"]["ProbeEvidence"] | null;
            length: number | null;
            /** @description Not asked for at the moment, because a host on its redirect chain has an open incident that speaks for it. */
            parked: boolean;
            probedAt: string | null;
            publishedAt: string | null;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            title: string | null;
            type: string | null;
            url: string;
            /** @description The latest look of each vantage that looked within a day. */
            vantages: components["schemas"]["VantageLook"][];
            /** @description The worst of its last probe and the open host incidents on its redirect chain; null before its first probe. */
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
        };
        EvidenceBundle: {
            affected: components["schemas"]["AffectedScope"];
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            generatedAt: string;
            headline: string;
            incident: {
                failing: components["schemas"]["FailingHop"][];
                faults: components["schemas"]["ExplainedFault"][];
                /** @description An opaque id. */
                id: string;
                /**
                 * @description What the incident is about.
                 * @enum {string}
                 */
                kind: "certificate" | "host" | "feed";
                /**
                 * Format: date-time
                 * @description An instant, ISO 8601 in UTC.
                 */
                openedAt: string;
                reason: ("recovered" | "withdrawn" | "unverifiable") | null;
                relapse: number;
                resolvedAt: string | null;
                /** @enum {string} */
                severity: "outage" | "warning" | "info";
                /**
                 * Format: date-time
                 * @description An instant, ISO 8601 in UTC.
                 */
                since: string;
                /** @description What broke, by name. */
                where: string;
            };
            looks: {
                /** @description Command lines, quoted for a POSIX shell, that show the same. */
                commands: string[];
                /** @enum {string} */
                kind: "probe" | "host-check";
                /** @description What was seen: hops, addresses, timings, headers, the served chain in PEM, the first bytes. */
                look: unknown;
                /**
                 * @description The latest at one's own enclosure, the first of all, the latest of all.
                 * @enum {string}
                 */
                role: "own" | "first" | "latest";
            }[];
            /** @description Whether the URLs of shared looks are left out, since they may be another publisher's. */
            urlsLeftOut: boolean;
            /** @constant */
            version: 1;
        };
        EvidenceLink: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            expiresAt: string;
            /** @description An opaque id. */
            id: string;
            /** @description An opaque id. */
            incidentId: string;
            /** @description When somebody last opened it. */
            openedAt: string | null;
        };
        ExplainedFault: {
            code: components["schemas"]["FaultCode"];
            explanation: string;
            remedy: string;
            /** @enum {string} */
            severity: "outage" | "warning" | "info";
            title: string;
        };
        FailingHop: {
            addresses: string[];
            certificate: {
                fingerprint256: string;
                issuer: string;
                /**
                 * Format: date-time
                 * @description An instant, ISO 8601 in UTC.
                 */
                notAfter: string;
                /**
                 * Format: date-time
                 * @description An instant, ISO 8601 in UTC.
                 */
                notBefore: string;
                subject: string;
            } | null;
            host: string;
            port: number;
            role: ("prefix" | "host" | "cdn" | "feed") | null;
        };
        Fault: {
            code: components["schemas"]["FaultCode"];
            doubt: boolean;
            /** @description 0-based index into the hops of the probe. */
            hop: number | null;
            /** @description 1-based line of the feed. */
            line: number | null;
            message: string;
            /** @enum {string} */
            severity: "outage" | "warning" | "info";
        };
        /** @enum {string} */
        FaultCode: "dns.not-found" | "dns.timeout" | "dns.server-failure" | "address.blocked" | "connect.refused" | "connect.timeout" | "connect.reset" | "connect.unreachable" | "tls.handshake-failed" | "tls.timeout" | "tls.protocol-outdated" | "certificate.expired" | "certificate.not-yet-valid" | "certificate.hostname-mismatch" | "certificate.self-signed" | "certificate.untrusted-root" | "certificate.incomplete-chain" | "certificate.weak" | "certificate.expiring" | "certificate.chain-expiring" | "certificate.edge-drift" | "certificate.trust-gap" | "redirect.loop" | "redirect.too-many" | "redirect.many" | "redirect.insecure" | "redirect.invalid-location" | "redirect.unsupported-scheme" | "http.not-found" | "http.gone" | "http.forbidden" | "http.rate-limited" | "http.client-error" | "http.server-error" | "http.unexpected-status" | "http.protocol-error" | "http.timeout" | "http.stalled" | "http.insecure" | "range.ignored" | "range.invalid-content-range" | "range.unsatisfiable" | "range.short-body" | "head.rejected" | "media.empty" | "media.not-media" | "media.type-mismatch" | "feed.not-xml" | "feed.not-a-feed" | "feed.malformed" | "feed.leading-bytes" | "feed.encoding-mismatch" | "feed.too-large" | "feed.no-enclosures" | "feed.identity-changed" | "feed.items-lost" | "feed.stale" | "feed.moved" | "feed.duplicate-guid" | "feed.duplicate-enclosure" | "feed.missing-enclosure-attribute" | "feed.invalid-enclosure-url" | "url.invalid";
        FaultPeriod: {
            code: components["schemas"]["FaultCode"];
            explanation: string;
            /**
             * Format: date-time
             * @description The first look in a row that found it.
             */
            from: string;
            /** @description Whether the vantage's latest look found it, too. */
            lasting: boolean;
            looks: number;
            remedy: string;
            /** @enum {string} */
            severity: "outage" | "warning" | "info";
            title: string;
            /**
             * Format: date-time
             * @description The last look in a row that found it.
             */
            until: string;
            vantage: string;
        };
        Feed: {
            /** @description How often to fetch the feed; null leaves it to the operator. Of several publishers of one feed the shortest wish holds. */
            checkEveryMinutes: number | null;
            /** @description The last fetch. */
            crawledAt: string | null;
            /** @description The vantage of the last fetch. */
            crawledFrom: string | null;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            /** @description How many enclosures it has, by the verdict of each one's last probe. */
            enclosures: {
                degraded: number;
                healthy: number;
                inconclusive: number;
                total: number;
                unprobed: number;
                unreachable: number;
            };
            episodes: number;
            faults: components["schemas"]["Fault"][];
            format: ("rss" | "atom" | "rdf" | "json") | null;
            /** @description An opaque id. */
            id: string;
            labels: string[];
            link: string | null;
            /** @description Publication of the newest episode. */
            newestAt: string | null;
            /** @description When the next episode is to be expected at the latest, where the feed tells. */
            nextExpectedAt: string | null;
            /** @description The last fetch that found a feed. */
            okAt: string | null;
            /** @description Whether the feed is proven to be the account's own: by that text, or by the account's e-mail address as its itunes:owner's. Seen at the next fetch. */
            ownership: {
                provenBy: ("txt" | "email") | null;
                /** @description To prove it, put this into the feed as <podcast:txt purpose="verify">. */
                text: string;
            };
            podcastGuid: string | null;
            /** @description Whether anybody may see its badge and status page, at /v1/status/{id}. */
            publicStatus: boolean;
            /** @description An opaque id. */
            publisherId: string;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            /** @description Enclosures that can be heard from one vantage and not from another, counted by vantage: a regional failure, which opens no incident for the rest of the world. Null when there are none. */
            regionalEnclosures: components["schemas"]["RegionalCount"][] | null;
            /**
             * @description The worst of the feed itself and its enclosures, by which lists are ordered and narrowed; it follows them within seconds.
             * @enum {string}
             */
            standing: "unreachable" | "degraded" | "inconclusive" | "healthy" | "unprobed";
            /** @description HTTP status of the last fetch. */
            status: number | null;
            title: string | null;
            /** @description As registered; never rewritten. */
            url: string;
            /** @description Of the feed itself; null before its first fetch. */
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
            /** @description Whether `feed.stale` is told when no new episode comes as expected. */
            watchStaleness: boolean;
        };
        /**
         * @example {
         *       "labels": [
         *         "flagship"
         *       ]
         *     }
         * @example {
         *       "publicStatus": true
         *     }
         */
        FeedChange: {
            /** @description How often to fetch the feed; null leaves it to the operator. Of several publishers of one feed the shortest wish holds. */
            checkEveryMinutes?: number | null;
            labels?: string[];
            publicStatus?: boolean;
            watchStaleness?: boolean;
        };
        FeedHistoryPoint: {
            /**
             * Format: date-time
             * @description The beginning of the hour or day.
             */
            at: string;
            /** @description Share that a listener would have heard, of those that could be told; null of none. */
            availability: number | null;
            degraded: number;
            healthy: number;
            inconclusive: number;
            latencyMs: components["schemas"]["LatencyQuantiles"] | null;
            looks: number;
            unreachable: number;
            /** @description Where from; null for all vantages together. */
            vantage: string | null;
        };
        /**
         * @example {
         *       "feeds": [
         *         {
         *           "url": "https://example.org/feed.xml",
         *           "labels": [
         *             "flagship"
         *           ]
         *         },
         *         {
         *           "url": "https://example.org/b.xml"
         *         }
         *       ]
         *     }
         */
        FeedImport: {
            feeds: components["schemas"]["NewFeed"][];
        };
        FeedOfHost: {
            /** @description How many of its episodes have the host on their way. */
            episodes: number;
            /** @description An opaque id. */
            id: string;
            /** @description Whether the host serves the feed itself. */
            servesFeed: boolean;
            /** @enum {string} */
            standing: "unreachable" | "degraded" | "inconclusive" | "healthy" | "unprobed";
            title: string | null;
            url: string;
        };
        /** @description How many feeds there are, by their standing. */
        FeedSummary: {
            degraded: number;
            healthy: number;
            inconclusive: number;
            /** @description The labels in use, the commonest first; at most 100. */
            labels: {
                feeds: number;
                label: string;
            }[];
            total: number;
            unprobed: number;
            unreachable: number;
        };
        FleetCertificate: {
            fingerprint256: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            firstSeenAt: string;
            /** @description How many hosts serve it. */
            hosts: number;
            issuer: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            notAfter: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            notBefore: string;
            /** @description Up to 20 of them, as host:port. */
            samples: string[];
            serialNumber: string;
            subject: string;
            subjectAltNames: string[];
        };
        FleetHost: {
            addresses: {
                address: string;
                expiresAt: string | null;
                family: 4 | 6;
                faults: components["schemas"]["Fault"][];
                leafFingerprint: string | null;
                tlsVersion: string | null;
                /** @enum {string} */
                verdict: "healthy" | "degraded" | "unreachable" | "inconclusive";
            }[];
            checkedAt: string | null;
            /** @description When its certificates are due to be checked; null when it is off the schedule. */
            dueAt: string | null;
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            /** @description Feeds that depend on it, whoever watches them. */
            feeds: number;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            firstSeenAt: string;
            hostname: string;
            /** @description An opaque id. */
            id: string;
            incidentOpen: boolean;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            lastSeenAt: string;
            leafFingerprint: string | null;
            port: number;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            tls: boolean;
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
        };
        FleetPublisher: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            email: string | null;
            /** @description Webhooks and e-mail addresses. */
            endpoints: number;
            endpointsDisabled: number;
            feeds: number;
            /** @description An opaque id. */
            id: string;
            incidentsOpen: number;
            /** @description The last use of any of its keys, to the minute. */
            lastSeenAt: string | null;
            name: string;
        };
        /** @description Days on which nothing ends are left out. A page counts hosts; a day whose hosts do not fit goes on on the next one. */
        Forecast: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            from: string;
            items: {
                /**
                 * Format: date
                 * @description The day, UTC.
                 */
                date: string;
                hosts: {
                    /** @description SHA-256 fingerprint of the leaf. */
                    certificate: string | null;
                    /** @description Your webhook endpoints there: no notice could be delivered to them. */
                    endpoints: number;
                    episodes: number;
                    /**
                     * Format: date-time
                     * @description An instant, ISO 8601 in UTC.
                     */
                    expiresAt: string;
                    /** @description Up to 5 of the feeds that it touches. */
                    feeds: {
                        /** @description An opaque id. */
                        id: string;
                        title: string | null;
                    }[];
                    /** @description An opaque id. */
                    hostId: string;
                    hostname: string;
                    port: number;
                    shows: number;
                }[];
            }[];
            next: string | null;
            /** @description More hosts end within the time than are on this page. */
            truncated: boolean;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            until: string;
        };
        Hop: {
            address: string | null;
            family: (4 | 6) | null;
            headers: {
                [key: string]: string;
            } | null;
            host: string;
            httpVersion: string | null;
            location: string | null;
            /** @description Who runs the host, where it is known. */
            operator: string | null;
            port: number;
            reused: boolean;
            /** @description What the host does on the way, where it is known. */
            role: ("prefix" | "host" | "cdn") | null;
            status: number | null;
            timings: {
                connectMs: number | null;
                dnsMs: number | null;
                firstByteMs: number | null;
                tlsMs: number | null;
                totalMs: number | null;
            };
            tls: {
                certificates: components["schemas"]["Certificate"][];
                expiresAt: string | null;
                leafFingerprint: string | null;
                version: string | null;
            } | null;
            url: string;
        };
        Host: {
            addresses: {
                address: string;
                expiresAt: string | null;
                family: 4 | 6;
                faults: components["schemas"]["Fault"][];
                leafFingerprint: string | null;
                tlsVersion: string | null;
                /** @enum {string} */
                verdict: "healthy" | "degraded" | "unreachable" | "inconclusive";
            }[];
            checkedAt: string | null;
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            hostname: string;
            /** @description An opaque id. */
            id: string;
            incidentOpen: boolean;
            leafFingerprint: string | null;
            port: number;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            tls: boolean;
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
        };
        HostDetail: {
            addresses: {
                address: string;
                expiresAt: string | null;
                family: 4 | 6;
                faults: components["schemas"]["Fault"][];
                leafFingerprint: string | null;
                tlsVersion: string | null;
                /** @enum {string} */
                verdict: "healthy" | "degraded" | "unreachable" | "inconclusive";
            }[];
            checkedAt: string | null;
            /** @description Your episodes that have it on their way. */
            episodes: number;
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            hostname: string;
            /** @description An opaque id. */
            id: string;
            incidentOpen: boolean;
            leafFingerprint: string | null;
            /** @description Who runs the host, where it is known. */
            operator: string | null;
            port: number;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            role: ("prefix" | "host" | "cdn") | null;
            /** @description What each address served when it was last looked at. */
            served: {
                address: string;
                /** @description As served, leaf first. */
                certificates: components["schemas"]["Certificate"][];
                /**
                 * Format: date-time
                 * @description Since when this leaf is seen there.
                 */
                since: string;
            }[];
            /** @description Your shows whose audio has it on its way. */
            shows: number;
            tls: boolean;
            /** @description The latest look of each vantage that looked within a day. */
            vantages: components["schemas"]["VantageLook"][];
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
        };
        /** @description Latest first; at most 100 periods. */
        HostFaults: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            from: string;
            items: components["schemas"]["FaultPeriod"][];
            next: null;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            until: string;
        };
        HostHistoryPoint: {
            /**
             * Format: date-time
             * @description The beginning of the hour or day.
             */
            at: string;
            /** @description Share that a listener would have heard, of those that could be told; null of none. */
            availability: number | null;
            degraded: number;
            healthy: number;
            inconclusive: number;
            latencyMs: components["schemas"]["LatencyQuantiles"] | null;
            looks: number;
            /**
             * @description Probes of the audio at this host (whole redirect chain), or fresh handshakes with it.
             * @enum {string}
             */
            of: "probes" | "checks";
            unreachable: number;
            /** @description Where from; null for all vantages together. */
            vantage: string | null;
        };
        ImportedFeed: {
            /** @description The feed; null when it was refused. */
            id: string | null;
            /** @enum {string} */
            outcome: "created" | "known" | "refused";
            /** @description Why it was refused, and what to do. */
            reason: string | null;
            /** @description As it was given. */
            url: string;
        };
        ImportResult: {
            created: number;
            items: components["schemas"]["ImportedFeed"][];
            known: number;
            refused: number;
        };
        Incident: {
            acknowledgedAt: string | null;
            affected: components["schemas"]["AffectedScope"];
            /** @description An exercise that its publisher asked for: nothing is broken. */
            drill: boolean;
            /** @description What it has cost so far: for each minute, your episodes that could not be heard. Counted at each look while it is open. */
            episodeMinutes: number;
            failing: components["schemas"]["FailingHop"][];
            faults: components["schemas"]["ExplainedFault"][];
            /** @description An opaque id. */
            id: string;
            /**
             * @description What the incident is about.
             * @enum {string}
             */
            kind: "certificate" | "host" | "feed";
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            openedAt: string;
            /** @description The incident of the host that this one turned out to be a part of; it ends with that one. */
            parentId: string | null;
            reason: ("recovered" | "withdrawn" | "unverifiable") | null;
            /** @description Open, but the last look was good: not yet believed. */
            recovering: boolean;
            relapse: number;
            resolvedAt: string | null;
            sequence: number;
            /** @enum {string} */
            severity: "outage" | "warning" | "info";
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            since: string;
            /** @enum {string} */
            state: "open" | "resolved";
            summary: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            updatedAt: string;
            /** @description What broke, by name. */
            where: string;
            /** @description Since when a maintenance window or a mute keeps notices of it back; null when nothing is kept. */
            withheldSince: string | null;
        };
        IncidentDetail: {
            acknowledgedAt: string | null;
            affected: components["schemas"]["AffectedScope"];
            /** @description An exercise that its publisher asked for: nothing is broken. */
            drill: boolean;
            /** @description What it has cost so far: for each minute, your episodes that could not be heard. Counted at each look while it is open. */
            episodeMinutes: number;
            /** @description The first and the latest failing look: a probe or a host check. URLs are left out where they may be another publisher's. */
            evidence: {
                first: unknown;
                latest: unknown;
            };
            failing: components["schemas"]["FailingHop"][];
            faults: components["schemas"]["ExplainedFault"][];
            /** @description An opaque id. */
            id: string;
            /**
             * @description What the incident is about.
             * @enum {string}
             */
            kind: "certificate" | "host" | "feed";
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            openedAt: string;
            /** @description The incident of the host that this one turned out to be a part of; it ends with that one. */
            parentId: string | null;
            reason: ("recovered" | "withdrawn" | "unverifiable") | null;
            /** @description Open, but the last look was good: not yet believed. */
            recovering: boolean;
            relapse: number;
            resolvedAt: string | null;
            sequence: number;
            /** @enum {string} */
            severity: "outage" | "warning" | "info";
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            since: string;
            /** @enum {string} */
            state: "open" | "resolved";
            summary: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            updatedAt: string;
            /** @description What broke, by name. */
            where: string;
            /** @description Since when a maintenance window or a mute keeps notices of it back; null when nothing is kept. */
            withheldSince: string | null;
        };
        IncidentMoment: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            at: string;
            /** @description The notice, and how many of its deliveries stand how. */
            notice: {
                delivered: number;
                failed: number;
                /** @description An opaque id. */
                id: string;
                pending: number;
            } | null;
            /** @description Of the notice; null of what is none. */
            sequence: number | null;
            summary: string;
            /**
             * @description What happened: to the incident itself (`began`, `confirmed`, `ended`), by you (`acknowledged`, `withheld`), or a notice to you.
             * @enum {string}
             */
            what: "began" | "confirmed" | "ended" | "acknowledged" | "withheld" | "opened" | "updated" | "relapsed" | "reminded" | "resolved";
        };
        /** @description In the order of time; of many notices the latest 200. */
        IncidentTimeline: {
            items: components["schemas"]["IncidentMoment"][];
            next: null;
        };
        /** @description Milliseconds, at most 9 % off; of looks that were heard only. */
        LatencyQuantiles: {
            p50: number;
            p95: number;
            p99: number;
        };
        /**
         * @example {
         *       "roles": [
         *         "publisher"
         *       ]
         *     }
         */
        NewApiKey: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            expiresAt?: string;
            /** @description Your own account when left out. */
            publisherId?: string;
            roles: ("publisher" | "ops")[];
        };
        /**
         * @example {
         *       "days": 30
         *     }
         */
        NewEvidenceLink: {
            /**
             * @description How long it holds.
             * @default 30
             */
            days: number;
        };
        /**
         * @example {
         *       "url": "https://example.org/feed.xml"
         *     }
         */
        NewFeed: {
            labels?: string[];
            url: string;
        };
        /**
         * @example {
         *       "name": "Example Radio"
         *     }
         */
        NewPublisher: {
            /**
             * Format: email
             * @description Gets every notice; you vouch that it is theirs.
             */
            email?: string;
            name: string;
        };
        /**
         * @example {
         *       "key": "ek_3f8Jq…"
         *     }
         */
        NewSession: {
            key: string;
        };
        /**
         * @example {
         *       "kind": "mute",
         *       "host": "media.example.org",
         *       "note": "The host knows."
         *     }
         */
        NewSilence: {
            /** Format: date-time */
            endsAt?: string;
            /** @description Only incidents that touch this feed and no other of yours. */
            feedId?: string;
            /**
             * Format: hostname
             * @description Only incidents of this host.
             */
            host?: string;
            /** @description Only this incident. */
            incidentId?: string;
            /**
             * @description A maintenance window has an end; a mute holds until it is lifted, or until its end.
             * @enum {string}
             */
            kind: "maintenance" | "mute";
            note?: string;
            /**
             * Format: date-time
             * @description Now, when left out.
             */
            startsAt?: string;
        };
        /**
         * @example {
         *       "url": "https://example.org/hooks/earshot"
         *     }
         */
        NewWebhookEndpoint: {
            /** @description Only notices that concern one of these feeds, by id; all when left out. Notices about no feed are always sent. */
            feedIds?: string[];
            /** @description Which severities to send; all when left out. Notices without one are always sent. */
            severities?: ("outage" | "warning" | "info")[];
            /**
             * @description Our own JSON, or a message for a Slack or Discord incoming webhook.
             * @default standard
             * @enum {string}
             */
            style: "standard" | "slack" | "discord";
            /** @description Which notices to send; all of them when left out. */
            types?: ("incident.opened" | "incident.updated" | "incident.resolved" | "certificate.expiring" | "certificate.renewed" | "feed.changed" | "endpoint.disabled" | "webhook.test")[];
            url: string;
        };
        /** @enum {string} */
        NoticeType: "incident.opened" | "incident.updated" | "incident.resolved" | "certificate.expiring" | "certificate.renewed" | "feed.changed" | "endpoint.disabled" | "webhook.test";
        OpenedCalendar: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            /** @description Subscribe to it in a calendar program. Shown only now; whoever has it reads it. */
            url: string;
        };
        /** @description A host in an open incident, which speaks for what is behind it. */
        ParkedHost: {
            /** @description Enclosure URLs whose last redirect chain crossed it. */
            enclosures: number;
            /** @description An opaque id. */
            hostId: string;
            hostname: string;
            port: number;
        };
        PastProbe: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            at: string;
            codes: components["schemas"]["FaultCode"][];
            /** @description The whole probe, kept on a change of verdict and on a sample. */
            evidence: components["schemas"]["ProbeEvidence"] | null;
            hops: number;
            /** @description HTTP status of the last hop. */
            status: number | null;
            totalMs: number | null;
            vantage: string;
            /** @enum {string} */
            verdict: "healthy" | "degraded" | "unreachable" | "inconclusive";
        };
        ProbeEvidence: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            at: string;
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            /** @description At most 64 bytes, hexadecimal. */
            firstBytes: string | null;
            hops: components["schemas"]["Hop"][];
            media: {
                declaredType: string | null;
                servedType: string | null;
                sniffedType: string | null;
            } | null;
            range: {
                contentRange: string | null;
                receivedBytes: number;
                requested: string;
                status: number | null;
                totalBytes: number | null;
            } | null;
            url: string;
            vantage: string;
            /** @enum {string} */
            verdict: "healthy" | "degraded" | "unreachable" | "inconclusive";
        };
        /** @description What went wrong and what to do about it (RFC 9457). */
        Problem: {
            detail: string;
            errors: {
                message: string;
                path: string;
            }[];
            instance: string;
            status: number;
            title: string;
            type: string;
        };
        PublicStatus: {
            checkedAt: string | null;
            /** @description How many enclosures it has, by the verdict of each one's last probe. */
            enclosures: {
                degraded: number;
                healthy: number;
                inconclusive: number;
                total: number;
                unprobed: number;
                unreachable: number;
            };
            episodes: number;
            /** @description An opaque id. */
            id: string;
            /** @description Those of the last 90 days, latest first; 20 at most. */
            incidents: {
                /** @enum {string} */
                kind: "certificate" | "host" | "feed";
                resolvedAt: string | null;
                /**
                 * Format: date-time
                 * @description An instant, ISO 8601 in UTC.
                 */
                since: string;
            }[];
            /** @enum {string} */
            state: "operational" | "degraded" | "outage" | "unknown";
            title: string | null;
        };
        Publisher: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            email: string | null;
            /** @description An opaque id. */
            id: string;
            name: string;
        };
        /**
         * @example {
         *       "email": "alerts@radio.example"
         *     }
         */
        PublisherChange: {
            email: string | null;
        };
        Queue: {
            counts: {
                active: number;
                delayed: number;
                failed: number;
                waiting: number;
            };
            name: string;
            /** @description Age of the job that has been due longest without being started; null when none waits. */
            oldestAgeMs: number | null;
            paused: boolean;
            /** @description Of the last whole minute, and by minute for up to an hour, the latest first. */
            rate: {
                completedByMinute: number[];
                completedPerMinute: number;
                failedByMinute: number[];
                failedPerMinute: number;
            };
        };
        /** @description How many of them one vantage can hear, and how many not. */
        RegionalCount: {
            heard: number;
            unreachable: number;
            vantage: string;
        };
        /** @description How one vantage last saw it. */
        RegionalView: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            at: string;
            bad: boolean;
            codes: components["schemas"]["FaultCode"][];
            vantage: string;
        };
        RequestedHost: {
            /** @description Nobody asks it before: it said so, or three requests in a row failed. */
            closedUntil: string | null;
            /** @description An opaque id. */
            hostId: string;
            hostname: string;
            incidentOpen: boolean;
            /** @description The share of EARSHOT_HOST_RATE at which it is asked now: less than 1 after it complained. */
            paceShare: number;
            /** @description Enclosures that are not asked for because of its open incident. */
            parked: number;
            port: number;
            /** @description Requests of ours in that day, feeds and enclosures together. */
            requests: number;
            /** @description What it is known to do on the way to the audio: count and redirect, keep, deliver. */
            role: ("prefix" | "host" | "cdn") | null;
        };
        /**
         * @example {
         *       "since": "2026-11-23T00:00:00.000Z"
         *     }
         */
        ResendRequest: {
            /**
             * Format: date-time
             * @description Notices written at this instant or later.
             */
            since: string;
        };
        RotatedSecret: {
            /** @description An opaque id. */
            id: string;
            /**
             * Format: date-time
             * @description Until then notices carry both signatures.
             */
            previousSignsUntil: string;
            /** @description Shown only now: `whsec_` and base64 (Standard Webhooks 1.0). */
            secret: string;
        };
        Session: {
            /** @description When the browser is signed out by itself; null for a request that brought its key. */
            expiresAt: string | null;
            /** @description The key that was signed in with; whatever ends it ends the session. */
            key: {
                /** @description An opaque id. */
                id: string;
                /** @description The beginning of the key, to tell keys apart. */
                prefix: string;
            };
            publisher: {
                /** @description An opaque id. */
                id: string;
                name: string;
            };
            roles: ("publisher" | "ops")[];
        };
        /** @description While it holds, incidents that it covers are recorded and shown, but notices of them are withheld. What is still open at its end is told then, with its original beginning; the end of what was told is always told. */
        Silence: {
            /** @description Whether it holds now. */
            active: boolean;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            /** @description null: until it is lifted. */
            endsAt: string | null;
            feedId: string | null;
            host: string | null;
            /** @description An opaque id. */
            id: string;
            incidentId: string | null;
            /**
             * @description A maintenance window has an end; a mute holds until it is lifted, or until its end.
             * @enum {string}
             */
            kind: "maintenance" | "mute";
            note: string | null;
            /** @description An opaque id. */
            publisherId: string;
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            startsAt: string;
        };
        /**
         * @example {
         *       "note": "Until the host has answered."
         *     }
         */
        SilenceChange: {
            endsAt?: string | null;
            note?: string | null;
            /** Format: date-time */
            startsAt?: string;
        };
        SufferingEnclosure: {
            /** @description When the first certificate on its way ends. */
            expiresAt: string | null;
            faults: components["schemas"]["Fault"][];
            /** @description An opaque id. */
            feedId: string;
            guid: string | null;
            /** @description An opaque id. */
            id: string;
            /** @enum {string} */
            kind: "primary" | "alternate";
            length: number | null;
            /** @description Not asked for at the moment, because a host on its redirect chain has an open incident that speaks for it. */
            parked: boolean;
            probedAt: string | null;
            publishedAt: string | null;
            /** @description How each vantage last saw it, when it is bad from one and good from another: a regional failure, which opens no incident for the rest of the world. Else null. */
            regional: components["schemas"]["RegionalView"][] | null;
            show: string | null;
            title: string | null;
            type: string | null;
            url: string;
            /** @description The worst of its last probe and the open host incidents on its redirect chain; null before its first probe. */
            verdict: ("healthy" | "degraded" | "unreachable" | "inconclusive") | null;
        };
        /** @description The latest look of one vantage. */
        VantageLook: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            at: string;
            codes: components["schemas"]["FaultCode"][];
            totalMs: number | null;
            vantage: string;
            /** @enum {string} */
            verdict: "healthy" | "degraded" | "unreachable" | "inconclusive";
        };
        WebhookEndpoint: {
            /**
             * Format: date-time
             * @description An instant, ISO 8601 in UTC.
             */
            createdAt: string;
            disabledReason: string | null;
            enabled: boolean;
            /** @description The first failure since the last success. */
            failingSince: string | null;
            /** @description Failed attempts in a row. */
            failures: number;
            /** @description null: all of them. */
            feedIds: string[] | null;
            /** @description An opaque id. */
            id: string;
            /**
             * @description An e-mail address is set by ops; its publisher may switch it off.
             * @enum {string}
             */
            kind: "webhook" | "email";
            /** @description An opaque id. */
            publisherId: string;
            /** @description null: all of them. */
            severities: ("outage" | "warning" | "info")[] | null;
            /**
             * @description Our own JSON, or a message for a Slack or Discord incoming webhook.
             * @enum {string}
             */
            style: "standard" | "slack" | "discord";
            /** @description null: all of them. */
            types: components["schemas"]["NoticeType"][] | null;
            /** @description A mailto: URL for an e-mail address. */
            url: string;
            /** @description Whether anything has arrived at this URL yet, as the test notice sent at its creation should. */
            verified: boolean;
        };
        /**
         * @example {
         *       "types": [
         *         "incident.opened"
         *       ],
         *       "enabled": true
         *     }
         */
        WebhookEndpointChange: {
            enabled?: boolean;
            feedIds?: string[] | null;
            severities?: ("outage" | "warning" | "info")[] | null;
            /**
             * @description Our own JSON, or a message for a Slack or Discord incoming webhook.
             * @enum {string}
             */
            style?: "standard" | "slack" | "discord";
            types?: ("incident.opened" | "incident.updated" | "incident.resolved" | "certificate.expiring" | "certificate.renewed" | "feed.changed" | "endpoint.disabled" | "webhook.test")[] | null;
            url?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
