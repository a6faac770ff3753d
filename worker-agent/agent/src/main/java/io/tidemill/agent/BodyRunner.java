package io.tidemill.agent;

import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.agent.isolate.ProcessUsage;
import io.tidemill.agent.log.CapturedOutput;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.code.SlotParamsCode;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.FailureReport;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Runs the user's code of one attempt in the calling thread, from its inputs to its result, and takes whatever comes of it.
///
/// @param inputs reads what bodies are called with
record BodyRunner(AgentLimits limits, BodyInputs inputs) {
  /// Runs a body, or makes the shards of a task.
  TimedOutcome single(Attempt attempt, DagCode dag, TaskCode code) {
    return guarded(attempt, dag, code, () -> switch (attempt.job().assignment()) {
      case Assignment.RunTask task -> {
        byte[] given = code instanceof SlotParamsCode ? SlotParameters.given(task.run(), dag, inputs.values()) : null;
        if (given != null) {
          yield new AttemptOutcome.Succeeded(given, "");
        }
        Object value = code.call(attempt, inputs.read(code.inputs(), task.inputs(), dag));
        if (code instanceof SlotParamsCode) {
          yield new AttemptOutcome.Succeeded(
              SlotParameters.check(value, task.run(), dag, inputs.values()), "");
        }
        ValueForm form = dag.codec().form(code.resultType());
        yield new AttemptOutcome.Succeeded(encode(form, value, task.task()), form.variant(value));
      }
      case Assignment.Expand expand -> ShardExpansion.run(expand, attempt, code, dag, inputs, limits);
      case Assignment.RunShards _ -> throw new IllegalStateException("Expected a single attempt, but found shards");
    });
  }

  /// Runs the body of one shard.
  TimedOutcome shard(Attempt attempt, DagCode dag, ShardedCode code, ShardsPlan plan) {
    return guarded(attempt, dag, code, () -> {
      Object value = code.call(attempt, plan.inputs(attempt.shardIndex(), code, dag, inputs));
      return new AttemptOutcome.Succeeded(
          encode(dag.codec().form(code.resultType()), value, attempt.task() + "[" + attempt.shardKey() + "]"), "");
    });
  }

  /// What the user's code threw; where results of shards could not be read while it streamed them, that is no fault of its own.
  private static FailureReport thrown(Throwable failure, DagCode dag, TaskCode code) {
    UnavailableException unread = UnavailableException.in(failure);
    FailureReport why = unread == null ? null : unread.failure("");
    return why != null && why.kind() == FailureReport.Kind.RELEASED
        ? why
        : FailureReports.thrown(failure, dag.trace(), code);
  }

  private byte[] encode(ValueForm form, @Nullable Object value, String who) throws ValueException {
    try {
      return form.encode(value, limits.outputBytes());
    } catch (ValueException e) {
      throw new ValueException("Result of task " + who + ": " + e.getMessage(), e);
    }
  }

  /// Everything the user's code is asked for, from the parameters to what an exception says, is asked between the beginning and the
  /// end of the attempt, so that it can be stopped.
  private static TimedOutcome guarded(Attempt attempt, DagCode dag, TaskCode code, Callable<AttemptOutcome> body) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(dag.loader());
    CapturedOutput.enter(attempt, dag.loader());
    CpuClock cpu = CpuClock.start();
    attempt.enter(true);
    try {
      attempt.begin();
      AttemptOutcome outcome;
      try {
        FailureReport unprepared = code instanceof SlotParamsCode ? null : attempt.job().run().prepare();
        outcome = unprepared == null ? body.call() : new AttemptOutcome.Failed(unprepared);
      } catch (ValueException e) {
        outcome = new AttemptOutcome.Failed(
            FailureReports.permanent(e.getClass().getName(), String.valueOf(e.getMessage())));
      } catch (UnavailableException e) {
        outcome = new AttemptOutcome.Failed(e.failure(""));
      } catch (Throwable e) {
        outcome = new AttemptOutcome.Failed(thrown(e, dag, code));
      }
      return new TimedOutcome(outcome, System.nanoTime(), new ProcessUsage(cpu.micros(), -1));
    } finally {
      attempt.leave();
      CapturedOutput.leave(attempt, dag.loader());
      thread.setContextClassLoader(before);
      thread.setName(name);
    }
  }
}
