/**
 * openapi-typescript makes types through the compiler's JavaScript interface, which TypeScript 7 does not have. It
 * gets a TypeScript 5 of its own, which no setting of pnpm-workspace.yaml can give in the place of a peer.
 */
export const hooks = {
  readPackage(manifest) {
    if (manifest.name !== "openapi-typescript") return manifest;
    const { typescript: _peer, ...peerDependencies } = manifest.peerDependencies;
    return { ...manifest, peerDependencies, dependencies: { ...manifest.dependencies, typescript: "5.9.3" } };
  },
};
