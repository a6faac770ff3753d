package io.tidemill.api.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.api.agent.AgentLostView;
import io.tidemill.api.agent.AgentResource;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.error.RefusedException;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class StoreRefusalsTest {
  private static final StoreException AWAY = new StoreException("Connection refused", new IOException());

  private static AgentResource throwing(RuntimeException why) {
    return StoreRefusals.of(AgentResource.class, new AgentResource() {
      @Override public List<AgentView> list() {
        throw why;
      }

      @Override public void remove(String name) {
        throw why;
      }

      @Override public AgentLostView lost(String name) {
        throw why;
      }
    });
  }

  private static void assertUnavailable(RuntimeException why) {
    assertThatThrownBy(() -> throwing(why).list()).hasMessageContaining("Connection refused")
        .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
        .extracting(RefusedException::kind)
        .isEqualTo(RefusedException.Kind.UNAVAILABLE);
  }

  @Test void whatever_asked_the_database_is_refused_as_unavailable_while_it_does_not_answer() {
    assertUnavailable(AWAY);
    assertUnavailable(new IllegalStateException("wrapped", AWAY));
  }

  @Test void every_other_failure_stays_what_it_is() {
    RuntimeException other = new IllegalArgumentException("no");
    assertThatThrownBy(() -> throwing(other).list()).isSameAs(other);
  }
}
