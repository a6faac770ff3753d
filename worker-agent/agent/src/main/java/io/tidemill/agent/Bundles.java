package io.tidemill.agent;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DagFinder;
import io.tidemill.agent.bundle.LoadedBundle;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.agent.bundle.SharedRegistries;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.SchedulerLink;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bundles this agent has at hand, with their DAGs built. Each is fetched, prepared and built once, on a thread of its own;
/// one that failed is tried again when it is next asked for. The file of one whose classes are kept no longer may go from the disk.
final class Bundles {
  private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);

  private final BundleLoader loader;
  private final SchedulerLink link;
  private final AsyncCache<String, Map<String, DagCode>> dags;
  private final RetiredBundles retired;
  private volatile Consumer<String> onRetired = _ -> {};

  /// @param most bundles that are kept
  /// @param retired those that are kept no longer
  Bundles(BundleLoader loader, SchedulerLink link, int most, RetiredBundles retired) {
    this.loader = loader;
    this.link = link;
    this.retired = retired;
    this.dags = Caffeine.newBuilder()
        .maximumSize(most)
        .<String, Map<String, DagCode>>evictionListener((hash, codes, _) -> release(hash, codes))
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

  /// Called with the hash of each bundle whose classes are kept no longer.
  void onRetired(Consumer<String> action) {
    onRetired = action;
  }

  private void release(@Nullable String hash, @Nullable Map<String, DagCode> codes) {
    if (hash != null && codes != null) {
      retired.add(hash, codes);
      onRetired.accept(hash);
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
    PreparedBundle kept = loader.find(hash,
        damaged -> LOG.warn("Expected {} as it was written, but its content has changed"
            + " on the disk; it is deleted and fetched again. Have the disk looked at if that happens more than once",
            damaged));
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
    Map<String, DagCode> before = retired.takeBack(hash);
    try {
      PreparedBundle prepared = prepared(hash);
      if (before != null) {
        before.values().stream().findFirst().ifPresent(any -> SharedRegistries.setUp(any.loaded(), true));
        return before;
      }
      LoadedBundle bundle = open(prepared);
      SharedRegistries.setUp(bundle, false);
      ValueCodec codec = new ValueCodec();
      Map<String, DagCode> codes = new HashMap<>();
      for (Dag<?> dag : DagFinder.find(bundle)) {
        codes.put(dag.graph().dag(), new DagCode(dag, prepared, bundle, codec, codes));
      }
      return codes;
    } catch (BundleException | IOException e) {
      throw new CompletionException(e);
    }
  }
}
