package io.tidemill.agent.bundle;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/// Takes the JDBC drivers of a bundle out of the driver manager, and names them. The driver manager lets only their own class loader do
/// so: this class is defined a second time in the loader of each bundle that is taken down, and refers to nothing but the JDK.
public final class DriverRemoval implements Supplier<List<String>> {
  @SuppressWarnings("ReferenceEquality") // class loaders have no other
  @Override public List<String> get() {
    List<String> removed = new ArrayList<>();
    Enumeration<Driver> drivers = DriverManager.getDrivers();
    while (drivers.hasMoreElements()) {
      Driver each = drivers.nextElement();
      if (each.getClass().getClassLoader() == DriverRemoval.class.getClassLoader()) {
        try {
          DriverManager.deregisterDriver(each);
          removed.add("JDBC driver " + each.getClass().getName());
        } catch (SQLException | RuntimeException e) {
          removed.add("JDBC driver " + each.getClass().getName() + " (failed: " + e.getClass().getName() + ")");
        }
      }
    }
    return removed;
  }
}
