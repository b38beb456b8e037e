// What orval makes: functions that fetch, with the headers that a call needs among their parameters.
import { resolve } from "node:path";

export default {
  aplp: {
    input: process.env.CONTRACT,
    output: {
      target: resolve("client/aplp.ts"),
      client: "fetch",
      headers: true,
      baseUrl: { runtime: 'process.env["CLIENT_BASE"]' },
    },
  },
};
