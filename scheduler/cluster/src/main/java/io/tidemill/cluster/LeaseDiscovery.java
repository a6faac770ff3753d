package io.tidemill.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells Hazelcast the addresses that schedulers have in their leases, whenever it asks.
final class LeaseDiscovery implements DiscoveryStrategyFactory {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseDiscovery.class);

  private final Supplier<Set<String>> addresses;

  LeaseDiscovery(Supplier<Set<String>> addresses) {
    this.addresses = addresses;
  }

  @Override public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
    return Strategy.class;
  }

  @Override
  @SuppressWarnings("rawtypes") // the signature is Hazelcast's
  public DiscoveryStrategy newDiscoveryStrategy(DiscoveryNode node, ILogger logger,
      Map<String, Comparable> properties) {
    return new Strategy(logger, properties, addresses);
  }

  @Override public Collection<PropertyDefinition> getConfigurationProperties() {
    return List.of();
  }

  private static final class Strategy extends AbstractDiscoveryStrategy {
    private final Supplier<Set<String>> addresses;

    @SuppressWarnings("rawtypes") // the signature is Hazelcast's
    Strategy(ILogger logger, Map<String, Comparable> properties, Supplier<Set<String>> addresses) {
      super(logger, properties);
      this.addresses = addresses;
    }

    @Override public Iterable<DiscoveryNode> discoverNodes() {
      List<DiscoveryNode> nodes = new ArrayList<>();
      for (String address : addresses.get()) {
        int colon = address.lastIndexOf(':');
        try {
          nodes.add(new SimpleDiscoveryNode(
              new Address(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))));
        } catch (UnknownHostException | RuntimeException e) {
          LOG.debug("A scheduler has an address that is none: {}", address, e);
        }
      }
      return nodes;
    }
  }
}
