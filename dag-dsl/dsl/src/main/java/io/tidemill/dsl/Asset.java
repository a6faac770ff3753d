package io.tidemill.dsl;

import java.util.Objects;

/// Something that tasks produce and other DAGs run on: a table, a file, a model. Known by its name, which all DAGs share.
///
/// ```java
/// var sales = Asset.of("sales");
/// d.task("load").produces(sales).exec(ctx -> {});
/// ```
///
/// An asset needs no declaration of its own. What is wrong with its name is reported when the DAG is built.
///
/// @param name 1 to 200 letters, digits, `-`, `_` and `.`, with a letter, digit or `_` first
public record Asset(String name) {
  public Asset {
    Objects.requireNonNull(name, "name");
  }

  /// The asset with that name.
  public static Asset of(String name) {
    return new Asset(name);
  }
}
