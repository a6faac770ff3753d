package io.tidemill.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.CapturedThrowable;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.params.InvalidParamsException;
import io.tidemill.dsl.params.ParamCodec;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.RunContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Finds code and parameters of runs, once for each run.
final class RunCache {
  private final Bundles bundles;
  private final ValueReader values;
  private final Cache<Key, BundleRun> runs;
  private volatile String lastBundle = "";

  /// @param params what the parameters are made of: those of a run are others once they were made anew of its slot
  private record Key(int dag, long run, String bundle, Object params) {
    static Key of(RunContext context, String bundle) {
      byte[] inline = context.params().inline();
      return new Key(context.dagNo(), context.run(), bundle,
          inline == null ? Long.valueOf(context.params().id()) : ByteBuffer.wrap(inline));
    }
  }

  /// @param most runs that are kept
  RunCache(Bundles bundles, ValueReader values, int most) {
    this.bundles = bundles;
    this.values = values;
    this.runs = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    // A run keeps its code: with the code of its bundle it goes, and is made anew by the next assignment.
    bundles.onRetired(hash -> runs.asMap().keySet().removeIf(each -> each.bundle().equals(hash)));
  }

  /// The run, perhaps not ready yet. Does not block.
  BundleRun run(RunContext context) {
    Key key = Key.of(context, known(context.bundle()));
    BundleRun known = runs.getIfPresent(key);
    if (known != null) {
      return known;
    }
    BundleRun made = new BundleRun();
    BundleRun raced = runs.asMap().putIfAbsent(key, made);
    if (raced != null) {
      return raced;
    }
    CompletableFuture<Map<String, DagCode>> loading = bundles.dags(context.bundle());
    if (loading.isDone() && !loading.isCompletedExceptionally()) {
      ready(key, made, context, loading.join(), null);
      return made;
    }
    var _ = loading.whenComplete((dags, failure) -> Thread.ofVirtual()
        .name("tidemill-agent-run")
        .inheritInheritableThreadLocals(false)
        .start(() -> {
          if (failure != null) {
            bundles.forget(context.bundle(), loading);
          }
          ready(key, made, context, dags, failure);
        }));
    return made;
  }

  /// The same object again for the same bundle: keys are then equal without a look at the characters, which lie elsewhere.
  private String known(String bundle) {
    String last = lastBundle;
    if (bundle.equals(last)) {
      return last;
    }
    lastBundle = bundle;
    return bundle;
  }

  private void ready(Key key, BundleRun run, RunContext context, @Nullable Map<String, DagCode> dags,
      @Nullable Throwable failure) {
    DagCode code = dags == null ? null : dags.get(context.dag());
    if (code == null) {
      // The next assignment of this run tries again.
      runs.invalidate(key);
      run.failed(why(context, failure));
    } else {
      run.ready(code, () -> prepare(key, context, code));
    }
  }

  private BundleRun.Prepared prepare(Key key, RunContext context, DagCode code) {
    BundleRun.Prepared prepared = params(code, context, values);
    if (prepared.failure() != null) {
      // The next assignment of this run tries again.
      runs.invalidate(key);
    }
    return prepared;
  }

  /// The parameters of a run, or why there are none. Runs user code.
  static BundleRun.Prepared params(DagCode code, RunContext context, ValueReader values) {
    try {
      return new BundleRun.Prepared(params(code.dag(), code, context, values), null);
    } catch (ValueException e) {
      return new BundleRun.Prepared(null, FailureReports.permanent(e.getClass().getName(),
          "Parameters of run " + context.run() + ": " + e.getMessage()));
    } catch (UnavailableException e) {
      return new BundleRun.Prepared(null, e.failure("Parameters of run " + context.run() + ": "));
    } catch (InterruptedException | RuntimeException | Error e) {
      return new BundleRun.Prepared(null,
          FailureReports.passing(e, "Parameters of run " + context.run() + ": " + CapturedThrowable.message(e)));
    }
  }

  private static <P> @Nullable P params(Dag<P> dag, DagCode code, RunContext context, ValueReader values)
      throws ValueException, UnavailableException, InterruptedException {
    String given = new String(values.bytes(context.params()), StandardCharsets.UTF_8);
    try {
      byte[] json = new ParamCodec(dag.graph().params()).json(given);
      return dag.paramsType().cast(code.codec().form(dag.paramsType()).decode(json));
    } catch (InvalidParamsException e) {
      throw new ValueException(String.valueOf(e.getMessage()), e);
    }
  }

  private static FailureReport why(RunContext context, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return switch (cause) {
      case null -> FailureReports.permanent("", "Expected the DAG '" + context.dag() + "' in bundle " + context.bundle()
          + ", but found none of that id");
      case BundleException e -> FailureReports.permanent(e.getClass().getName(), String.valueOf(e.getMessage()));
      case MissingException e -> FailureReports.passing(e, String.valueOf(e.getMessage()));
      case IOException e -> FailureReports.released("Bundle " + context.bundle() + " cannot be loaded now: " + e);
      default -> FailureReports.passing(cause, "Bundle " + context.bundle() + " cannot be loaded now: "
          + cause.getClass().getName() + ": " + CapturedThrowable.message(cause));
    };
  }
}
