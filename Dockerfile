# Builds the image of the portal: web, worker and every operator command. docs/deploy.md says how to run it.
#
#   docker build --tag sallyport .
#
# BUILDER needs Node.js 20 or later with npm 10.2 or later; nothing of it is in the image. BASE needs glibc and libstdc++, nothing else.
ARG BUILDER=docker.io/library/node:24-trixie-slim
ARG BASE=docker.io/library/debian:trixie-slim

FROM ${BUILDER} AS build
WORKDIR /src
# The packages first, so that a change of sources does not install them again.
COPY package.json package-lock.json ./
COPY sandbox/package.json sandbox/
# Two secrets that a build may have: an .npmrc, if the packages come from another registry, and certificates (PEM) that npm trusts in addition.
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=ca,target=/run/secrets/ca \
  if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi \
  && npm ci --ignore-scripts --no-audit --no-fund --engine-strict=false
COPY . .
RUN cp node_modules/node-linux-*/bin/node /usr/local/bin/node-of-release \
  && /usr/local/bin/node-of-release scripts/build/build.ts \
  && mkdir /out && mv dist/web/node_modules /out/node_modules && mv dist /out/app && cp LICENSE /out/app/ \
  && chmod -R u=rwX,go=rX /out

FROM ${BASE} AS run
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Sallyport" \
  org.opencontainers.image.description="A self-hosted portal with which customers of an AWS partner connect their AWS accounts securely" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
# One layer for what changes rarely (Node.js), one for the packages of the web process, one for the rest.
COPY --from=build /usr/local/bin/node-of-release /usr/local/bin/node
COPY --from=build /out/node_modules /app/web/node_modules
COPY --from=build /out/app /app/
# The AWS SDK looks for its files in HOME, and the user has no entry in /etc/passwd that would say where that is.
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000 HOME=/app PATH=/usr/local/bin:/usr/bin:/bin
WORKDIR /app
# A number, so that Kubernetes can check that it is not root. Nothing is written, so the root file system can be read-only.
USER 10001:10001
EXPOSE 3000
# Only the web process listens. Override the check for workers (docs/deploy.md).
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell: the program is process 1 and receives SIGTERM itself.
ENTRYPOINT ["node", "/app/sallyport.js"]
CMD ["web"]
