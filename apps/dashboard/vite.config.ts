import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** In development the API runs beside, as `npx -y pnpm start` starts it. */
const api = "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "baseline-widely-available",
    // A data: URL would be refused for fonts by the page's policy, and small files are few.
    assetsInlineLimit: 0,
    // The policy allows no inline script, and browsers that need the polyfill are too old anyway.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { "/v1": api, "/openapi.json": api } },
});
