package io.tidemill.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// An address that the console shows a page at is served when it is typed or loaded again.
class ConsolePagesTest {
  private static final Path FRAME = Path.of("src/main/resources/tidemill/console/js/frame.js");
  private static final Pattern PAGE = Pattern.compile("\\['(/[^']*)', \\w+]");

  @Test void each_page_of_the_console_has_a_route() throws IOException {
    List<String> pages = PAGE.matcher(Files.readString(FRAME)).results().map(each -> each.group(1)).toList();

    assertThat(pages).hasSizeGreaterThan(5)
        .allSatisfy(page -> assertThat(PageRoutes.PAGES).as(page).anyMatch(route -> serves(route, page)));
  }

  /// A star at the end of a route stands for one part or more.
  private static boolean serves(String route, String page) {
    return route.endsWith("/*")
        ? page.startsWith(route.substring(0, route.length() - 1)) && page.length() > route.length() - 1
        : route.equals(page);
  }
}
