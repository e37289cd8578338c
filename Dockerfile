ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /source
COPY requirements.txt requirements-build.txt ./
RUN python -m pip install --require-hashes --requirement requirements-build.txt \
    && python -m venv --without-pip /opt/vierstap \
    && python -m pip --python /opt/vierstap/bin/python install \
        --only-binary :all: --require-hashes --requirement requirements.txt
COPY . .
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && python -m pip --python /opt/vierstap/bin/python install --no-deps --no-index /wheel/*.whl

FROM ${BASE}
LABEL org.opencontainers.image.title="Vierstap" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 vierstap \
    && useradd --gid vierstap --uid 10001 --no-create-home --home-dir /data vierstap \
    && install --directory --owner=vierstap --group=vierstap --mode=0700 /data
COPY --from=build /opt/vierstap /opt/vierstap
ENV PATH=/opt/vierstap/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/vierstap.db \
    HOST=0.0.0.0 \
    PORT=8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as web; web.build_opener(web.ProxyHandler({})).open(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["vierstap"]
CMD ["run"]
