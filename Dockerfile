FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

# The sample application of docker-compose.yml.
FROM build AS store
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
CMD ["node", "examples/store/main.ts"]

FROM node:24-bookworm-slim AS production
WORKDIR /app
COPY package.json package-lock.json ./
# Packages that some installations need, such as @opentelemetry/sdk-node.
ARG EXTRAS=""
RUN npm ci --omit=dev --no-audit --no-fund && \
    if [ -n "$EXTRAS" ]; then npm install --no-save --no-audit --no-fund $EXTRAS; fi && \
    npm cache clean --force

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="twivot" \
      org.opencontainers.image.description="Lets existing Twilio voice applications answer calls on Kazoo, unchanged." \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    TWIVOT_RECORDINGS_DIRECTORY=/recordings
WORKDIR /app
RUN mkdir /recordings && chown node:node /recordings
VOLUME /recordings
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist dist
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
# The admin listener stays on the loopback of the container; this asks it from inside.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ADMIN_PORT || 9090}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js", "serve"]
