package io.tidemill.dsl;

/// The parameter record of a DAG that takes none.
public record NoParams() {}
