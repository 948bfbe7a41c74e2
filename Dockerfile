# syntax=docker/dockerfile:1
# One build, four images: docker build --target api|worker|simulator|cli .
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
ENV CI=true TURBO_TELEMETRY_DISABLED=1
RUN npm install --global --no-audit --no-fund pnpm@10.34.9
WORKDIR /src
# What to install changes more rarely than the source.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch
COPY . .
RUN pnpm install --offline --frozen-lockfile
RUN pnpm build
RUN pnpm --filter @kiln/api deploy --legacy --prod /out/api
RUN pnpm --filter @kiln/worker deploy --legacy --prod /out/worker
RUN pnpm --filter @kiln/simulator deploy --legacy --prod /out/simulator
RUN pnpm --filter @kiln/cli deploy --legacy --prod /out/cli
# A new volume takes its owner from the folder of the image.
RUN mkdir -p /out/state

FROM ${NODE_IMAGE} AS base
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="kiln" \
      org.opencontainers.image.description="Queue-backed job orchestration for the KIE AI generation API" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# The heap stays below the memory limit of docker-compose.yml and ops/deploy, 512 MB.
ENV NODE_OPTIONS="--enable-source-maps --max-old-space-size=384"
WORKDIR /app
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
# Node itself is the process that hears SIGTERM.
ENTRYPOINT ["node", "dist/main.js"]

FROM base AS api
ENV HOST=0.0.0.0 PORT=3000
COPY --from=build /out/api /app
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

FROM base AS worker
ENV HOST=0.0.0.0 KILN_WORKER_PORT=3001 KILN_STATE_DIR=/var/lib/kiln
COPY --from=build --chown=1000:1000 /out/state /var/lib/kiln
COPY --from=build /out/worker /app
EXPOSE 3001
VOLUME /var/lib/kiln
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.KILN_WORKER_PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

FROM base AS simulator
ENV HOST=0.0.0.0 PORT=4010
COPY --from=build /out/simulator /app
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/_sim/books').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

FROM base AS cli
COPY --from=build /out/cli /app
