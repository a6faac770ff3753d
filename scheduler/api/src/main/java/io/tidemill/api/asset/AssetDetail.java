package io.tidemill.api.asset;

import java.util.List;

/// An asset with all that belongs to it.
///
/// @param consumers the DAGs that run on it, sorted by id
/// @param runs runs that its events started, newest first: of each DAG those among its latest [#LOOKED_AT] runs
public record AssetDetail(AssetView asset, List<AssetConsumerView> consumers, List<AssetRunView> runs) {
  /// Latest runs of a DAG that are looked at.
  public static final int LOOKED_AT = 50;

  public AssetDetail {
    consumers = List.copyOf(consumers);
    runs = List.copyOf(runs);
  }
}
