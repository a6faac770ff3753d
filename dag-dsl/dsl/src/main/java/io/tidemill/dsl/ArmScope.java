package io.tidemill.dsl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One arm of a branch: what is declared in it runs only if the branched task gave one of the variants. Each has an identity.
final class ArmScope {
  private final @Nullable ArmScope outer;
  private final Declaration branched;
  private final List<String> variants;

  /// @param outer the arm this one stands in, if any
  ArmScope(@Nullable ArmScope outer, Declaration branched, List<String> variants) {
    this.outer = outer;
    this.branched = branched;
    this.variants = variants;
  }

  @Nullable ArmScope outer() {
    return outer;
  }

  Declaration branched() {
    return branched;
  }

  List<String> variants() {
    return variants;
  }
}
