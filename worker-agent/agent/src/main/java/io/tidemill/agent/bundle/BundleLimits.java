package io.tidemill.agent.bundle;

/// How large a bundle may be.
///
/// @param fileBytes most bytes of the file itself
/// @param entries most entries of a jar
/// @param unpackedBytes most bytes of all entries of a jar together, unpacked
/// @param ratio most times a jar may grow when unpacked; jars of up to 8 MiB unpacked are let through
public record BundleLimits(long fileBytes, int entries, long unpackedBytes, int ratio) {
  /// 256 MiB, 65,000 entries, 1 GiB unpacked, 100 times.
  public static final BundleLimits DEFAULT = new BundleLimits(256L << 20, 65_000, 1L << 30, 100);

  /// Smaller jars are harmless, however well they were compressed.
  static final long RATIO_FROM_BYTES = 8L << 20;
}
