// What @hey-api/openapi-ts makes: names of modules end as Node.js wants them.
export default {
  input: process.env.CONTRACT,
  output: { path: "client", module: { extension: ".js" } },
  plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
};
