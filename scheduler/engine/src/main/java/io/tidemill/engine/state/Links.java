package io.tidemill.engine.state;

import io.tidemill.dsl.graph.OnAssetsNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What connects a version of a DAG with others.
///
/// @param partition partition of the DAG itself
/// @param addresses assets that it produces or waits for, and DAGs whose slots it requires, by their ids in the catalog
/// @param onAssets assets on which it runs, null for none
public record Links(int partition, Map<String, Address> addresses, @Nullable OnAssetsNode onAssets) {
  /// A version that has nothing to do with others.
  public static final Links NONE = new Links(0, Map.of(), null);
  private static final String ASSET = "asset:";

  public Links {
    addresses = Map.copyOf(addresses);
  }

  /// Id in the catalog of the asset with that name. No DAG has such an id.
  public static String asset(String name) {
    return ASSET + name;
  }

  /// Whether an id of the catalog is that of an asset.
  public static boolean isAsset(String id) {
    return id.startsWith(ASSET);
  }

  /// The name of an asset with that id in the catalog.
  public static String assetName(String id) {
    return id.substring(ASSET.length());
  }
}
