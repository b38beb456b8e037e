# One binary with everything in it but OpenSSL: SQLite, libpq and the documentation pages. The builder has a C compiler and
# OpenSSL's headers.
FROM rust:1.95-bookworm AS builder
WORKDIR /build
COPY . .
RUN cargo build --release --locked --features pg-tls --bin aplp

FROM debian:bookworm-slim
# OpenSSL, for TLS to PostgreSQL.
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends libssl3 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin aplp \
    && install --directory --owner=aplp --group=aplp --mode=0700 /data
COPY --from=builder /build/target/release/aplp /usr/local/bin/aplp
# The certificates that an issuer's page of keys is held against.
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY LICENSE /usr/share/doc/aplp/LICENSE
USER aplp
VOLUME /data
# Plain HTTP leaves the container for a proxy that ends TLS; a settings check refuses it otherwise.
ENV APLP_DATA=/data APLP_LISTEN=0.0.0.0:8080 APLP_BEHIND_PROXY=true
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["aplp", "health"]
ENTRYPOINT ["aplp"]
# The database is brought to its newest version by `migrate`, run once before this.
CMD ["serve"]
