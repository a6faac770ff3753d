package io.tidemill.daemon.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The Chromium of this machine, without a window. Where there is none, the test that asks for it is skipped, and says so.
final class Chromium implements AutoCloseable {
  private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium open() {
    Path program = find();
    assumeTrue(program != null,
        "No Chromium is installed: apt-get install chromium, or put its path into TIDEMILL_CHROMIUM");
    Playwright playwright = Playwright
        .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(playwright, playwright.chromium()
        .launch(new LaunchOptions().setExecutablePath(Objects.requireNonNull(program))
            .setChromiumSandbox(false)));
  }

  private static @Nullable Path find() {
    String named = System.getenv("TIDEMILL_CHROMIUM");
    return Stream.concat(Stream.ofNullable(named), PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  Browser browser() {
    return browser;
  }

  @Override public void close() {
    browser.close();
    playwright.close();
  }
}
