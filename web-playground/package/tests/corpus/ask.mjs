// A case of the corpus, asked of the package: manifests and requests in, decisions or failures out.

export function answers({ Engine, GatewrightError }, { files, requests }) {
  const engine = Engine.open(files);
  try {
    return requests.map((request) => {
      try {
        return { decision: engine.decide(request) };
      } catch (error) {
        if (error instanceof GatewrightError) return { code: error.code, message: error.message };
        throw error;
      }
    });
  } finally {
    engine.free();
  }
}
