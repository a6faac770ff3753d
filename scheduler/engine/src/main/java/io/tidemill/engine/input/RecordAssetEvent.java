package io.tidemill.engine.input;

/// Something outside of Tidemill updated an asset.
///
/// @param dag number of the asset
/// @param by who says so
/// @param note what is said about it, empty for nothing
public record RecordAssetEvent(int dag, String by, String note) implements Command {
  @Override public String content() {
    return note;
  }
}
