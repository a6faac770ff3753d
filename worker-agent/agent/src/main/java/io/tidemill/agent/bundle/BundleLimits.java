package io.tidemill.agent.bundle;

/// How large a bundle may be, and how many are kept.
///
/// @param fileBytes most bytes of the file itself
/// @param entries most entries of a jar
/// @param unpackedBytes most bytes of all entries of a jar together, unpacked
/// @param ratio most times a jar may grow when unpacked; jars of up to 8 MiB unpacked are let through
/// @param depth most folders an entry may lie below one another
/// @param keptBytes most bytes of prepared bundles that are kept in the folder; the one that was not used for longest goes first,
///     and none that this process has in use
public record BundleLimits(long fileBytes, int entries, long unpackedBytes, int ratio, int depth, long keptBytes) {
  /// 256 MiB, 65,000 entries, 1 GiB unpacked, 100 times, 64 folders, 4 GiB kept.
  public static final BundleLimits DEFAULT = new BundleLimits(256L << 20, 65_000, 1L << 30, 100, 64, 4L << 30);

  /// The same with another size of what is kept.
  public BundleLimits withKeptBytes(long bytes) {
    return new BundleLimits(fileBytes, entries, unpackedBytes, ratio, depth, bytes);
  }

  /// Smaller jars are harmless, however well they were compressed.
  static final long RATIO_FROM_BYTES = 8L << 20;
}
