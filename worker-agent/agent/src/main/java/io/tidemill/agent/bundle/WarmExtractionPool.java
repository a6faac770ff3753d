package io.tidemill.agent.bundle;

import io.tidemill.dsl.graph.Graph;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds DAGs in processes of their own, with the next one always started ahead: it waits with everything loaded, so that a saved
/// file is deployed without the start of a process. A spare takes about 50 MiB. Safe for use by several threads.
public final class WarmExtractionPool implements AutoCloseable {
  private final ExtractionEnvironment extractionEnvironment;
  private @Nullable ExtractionChild spare;
  private boolean closed;

  /// Starts the first one.
  public WarmExtractionPool(ExtractionEnvironment extractionEnvironment) {
    this.extractionEnvironment = extractionEnvironment;
    startSpare();
  }

  /// The graphs of a bundle's DAGs, as [GraphExtraction#inChild] gives them.
  ///
  /// @throws BundleException if a DAG cannot be built, or not within the limits
  public List<Graph> build(PreparedBundle prepared) throws BundleException, IOException, InterruptedException {
    ExtractionChild ready = take();
    try (ExtractionChild child = ready == null ? ExtractionChild.start(extractionEnvironment) : ready) {
      return child.build(prepared);
    } finally {
      startSpare();
    }
  }

  private synchronized @Nullable ExtractionChild take() {
    ExtractionChild ready = spare;
    spare = null;
    if (ready != null && !ready.alive()) {
      ready.close();
      return null;
    }
    return ready;
  }

  private synchronized void startSpare() {
    if (closed || spare != null) {
      return;
    }
    try {
      spare = ExtractionChild.start(extractionEnvironment);
    } catch (IOException _) {
      // The next bundle tries again, and tells.
    }
  }

  @Override public synchronized void close() {
    closed = true;
    if (spare != null) {
      spare.close();
      spare = null;
    }
  }
}
