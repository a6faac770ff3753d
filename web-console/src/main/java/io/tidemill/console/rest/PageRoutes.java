package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.tidemill.console.page.ConsoleAssets;
import io.tidemill.console.page.ConsoleAssets.Asset;
import java.util.List;

/// Serves the console: its files, and its one page at every address it has. The page has no data; it asks the API for them.
record PageRoutes(ConsoleAssets assets) {
  static final List<String> PAGES = List.of("/", "/login", "/dags", "/dags/*", "/runs", "/assets",
      "/assets/*", "/agents", "/cluster", "/audit", "/schedule");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  void add(RoutesConfig routes) {
    for (String page : PAGES) {
      ReadRoute.add(routes, page, this::page, RouteAccess.Open.EVERYBODY);
    }
    ReadRoute.add(routes, ConsoleAssets.FOLDER + "*", this::asset, RouteAccess.Open.EVERYBODY);
  }

  private void page(Context request) {
    request.header("Content-Security-Policy", assets.index().policy());
    request.header("Cache-Control", "no-cache");
    request.header("Cross-Origin-Opener-Policy", "same-origin");
    request.header("X-Frame-Options", "DENY");
    request.html(assets.index().html());
  }

  private void asset(Context request) {
    Asset asset = assets.find(request.path());
    if (asset == null) {
      throw new NotFoundResponse();
    }
    request.header("Cache-Control", FOR_EVER);
    request.contentType(asset.type()).result(asset.content());
  }
}
