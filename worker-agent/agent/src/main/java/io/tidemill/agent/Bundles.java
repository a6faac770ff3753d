package io.tidemill.agent;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DagFinder;
import io.tidemill.agent.bundle.LoadedBundle;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.value.ValueCodec;
import io.tidemill.dsl.Dag;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.SchedulerLink;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The bundles this agent has at hand, with their DAGs built. Each is fetched, prepared and built once, on a thread of its own;
/// one that failed is tried again when it is next asked for. The file of one whose classes are kept no longer may go from the disk.
final class Bundles {
  private final BundleLoader loader;
  private final SchedulerLink link;
  private final AsyncCache<String, Map<String, DagCode>> dags;

  /// @param most bundles that are kept
  Bundles(BundleLoader loader, SchedulerLink link, int most) {
    this.loader = loader;
    this.link = link;
    this.dags = Caffeine.newBuilder()
        .maximumSize(most)
        .<String, Map<String, DagCode>>evictionListener((_, codes, _) -> release(codes))
        // Checking and building compute: not on the threads that carry the bodies.
        .executor(load -> Thread.ofPlatform()
            .name("tidemill-agent-bundle")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .start(load))
        .buildAsync();
  }

  /// The DAGs of a bundle by id. Fails with [BundleException] or [IOException] as cause.
  CompletableFuture<Map<String, DagCode>> dags(String hash) {
    return dags.get(hash, this::load);
  }

  private void release(@Nullable Map<String, DagCode> codes) {
    if (codes != null) {
      codes.values().stream().findFirst().ifPresent(any -> loader.release(any.bundle()));
    }
  }

  /// Sees to it that the file of a bundle is on the disk: a process of its own reads the classes from there, long after this one
  /// has. Blocks where it has to be fetched again.
  ///
  /// @param hash by which runs name it
  /// @throws IOException if it cannot be had now
  void ensureFile(String hash, PreparedBundle prepared) throws BundleException, IOException {
    if (!loader.isWhole(prepared)) {
      loader.discard(prepared);
      var _ = prepared(hash);
    }
  }

  /// Forgets a bundle that failed. The cache does so too, but perhaps after the next attempt has asked.
  void forget(String hash, CompletableFuture<Map<String, DagCode>> failed) {
    dags.asMap().remove(hash, failed);
  }

  /// The bundle from the folder, else from the scheduler.
  private PreparedBundle prepared(String hash) throws BundleException, IOException {
    PreparedBundle kept = loader.find(hash);
    if (kept != null) {
      return kept;
    }
    BundleFile file = link.bundle(hash);
    String found = BundleLoader.hash(file.content());
    if (!found.equals(hash)) {
      throw new BundleException("Expected the bundle " + hash + ", but found content with the hash " + found
          + "; it was changed on its way or in the database: deploy the file again");
    }
    return loader.prepare(file);
  }

  private LoadedBundle open(PreparedBundle prepared) throws IOException {
    try {
      return loader.load(prepared);
    } catch (ZipException e) {
      // It was whole when it was prepared: the next attempt that needs it prepares it anew.
      loader.discard(prepared);
      throw e;
    }
  }

  private Map<String, DagCode> load(String hash) {
    try {
      PreparedBundle prepared = prepared(hash);
      LoadedBundle bundle = open(prepared);
      ValueCodec codec = new ValueCodec(bundle.classLoader());
      Map<String, DagCode> codes = new HashMap<>();
      for (Dag<?> dag : DagFinder.find(bundle)) {
        codes.put(dag.graph().dag(), new DagCode(dag, prepared, bundle, codec));
      }
      return codes;
    } catch (BundleException | IOException e) {
      throw new CompletionException(e);
    }
  }
}
