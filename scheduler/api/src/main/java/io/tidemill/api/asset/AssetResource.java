package io.tidemill.api.asset;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.List;

/// Assets.
public interface AssetResource {
  /// All assets that a deployed DAG produces or runs on, or once did.
  @Route(value = "GET /assets", permission = Permission.VIEW) List<AssetView> list();

  /// One asset with its newest events, the DAGs that run on it, and the runs that they started.
  @Route(value = "GET /assets/{asset}", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) AssetDetail get(
      String asset);

  /// Tells that something outside of Tidemill updated an asset. Answers once the event is durable; the DAGs that run on it are told.
  @Route(value = "POST /assets/{asset}/events", permission = Permission.OPERATE, status = 201, refuses = {
      Kind.NOT_FOUND, Kind.CONFLICT}) AssetEventTaken tell(String asset, AssetEventRequest request);

  /// What a DAG waits for before it runs by itself: assets without an event, and slots of other DAGs.
  @Route(value = "GET /dags/{dag}/waits", permission = Permission.VIEW, refuses = Kind.NOT_FOUND) DataWaitView waits(
      String dag);
}
