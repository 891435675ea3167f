package se.partnersec.gallra.console;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import se.partnersec.gallra.config.settings.DatabaseAccount;

/** A Chromium without a window, from the packages of the machine. */
final class Chromium implements AutoCloseable {
    private static final int TALLEST = 6000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final String site;

    private Chromium(ChromeDriver driver, String site) {
        this.driver = driver;
        this.site = site;
    }

    /** Whether the machine has one. */
    static boolean found() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    private static Optional<File> program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    static Chromium open(String site, String language) {
        System.setProperty("webdriver.remote.enableTracing", "false");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium").orElseThrow());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--accept-lang=" + language);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(5));
        return new Chromium(driver, site);
    }

    void screen(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Gives the browser a passkey store that confirms everything, as a telephone does whose owner touches it. */
    void passkeys() {
        driver.executeCdpCommand("WebAuthn.enable", Map.of());
        driver.executeCdpCommand(
                "WebAuthn.addVirtualAuthenticator",
                Map.of(
                        "options",
                        Map.of(
                                "protocol", "ctap2",
                                "transport", "internal",
                                "hasResidentKey", true,
                                "hasUserVerification", true,
                                "isUserVerified", true,
                                "automaticPresenceSimulation", true)));
    }

    void signIn(DatabaseAccount account) {
        driver.manage().deleteAllCookies();
        go("/sign-in");
        type("input[name=username]", account.user());
        type("input[name=password]", account.password());
        click("form.sign-in button");
        await("nav");
    }

    /** Chooses the language of pages. */
    void speak(String language) {
        go("/");
        if (!String.valueOf(driver.findElement(By.tagName("html")).getDomAttribute("lang"))
                .equals(language)) {
            click(".who form[action='/language'] button");
            await("html[lang='" + language + "']");
        }
    }

    void go(String path) {
        driver.get(path.startsWith("/") ? site + path : path);
    }

    String path() {
        return driver.getCurrentUrl() == null ? "" : driver.getCurrentUrl().replace(site, "");
    }

    void type(String field, String text) {
        WebElement element = await(field);
        element.clear();
        element.sendKeys(text);
    }

    /** Gives a field a value that is not typed, such as a file. */
    void give(String field, String value) {
        await(field).sendKeys(value);
    }

    void choose(String select, String value) {
        await(select + " option[value='" + value + "']").click();
    }

    void click(String selector) {
        await(selector).click();
    }

    WebElement await(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        driver.manage().timeouts().implicitlyWait(Duration.ZERO);
        try {
            return driver.findElements(By.cssSelector(selector));
        } finally {
            driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(5));
        }
    }

    String text() {
        return driver.findElement(By.tagName("main")).getText();
    }

    /** Number that a script returns. */
    long number(String script) {
        return ((Number) Objects.requireNonNull(driver.executeScript(script))).longValue();
    }

    /** Waits until the page has all of this text; it may be on its way. */
    void awaitText(String... wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                String text = text();
                if (Arrays.stream(wanted).allMatch(text::contains)) {
                    return;
                }
                if (System.nanoTime() > until) {
                    throw new AssertionError("not all of " + List.of(wanted) + " in: " + text);
                }
            } catch (WebDriverException e) {
                // The page has just been replaced.
            }
            Thread.sleep(200);
        }
    }

    /** What a person with an impairment stumbles over on the page, by the rules of WCAG 2.0 to 2.2, levels A and AA. */
    List<String> barriers() {
        Results results = new AxeBuilder()
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze(driver);
        return results.getViolations().stream()
                .flatMap(rule -> nodes(rule).map(node -> rule.getId() + " " + node))
                .toList();
    }

    private static Stream<String> nodes(Rule rule) {
        return rule.getNodes().stream().map(node -> String.valueOf(node.getHtml()));
    }

    /** Pixels by which the page is wider than the window. */
    long overflow() {
        return number("return document.documentElement.scrollWidth - window.innerWidth");
    }

    /** Messages of the browser since the last call, such as refusals by the content security policy. */
    List<String> messages() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** Picture of the page; of all of it if {@code whole}, else of the window. */
    void picture(Path file, int width, int height, boolean whole) {
        long tall = whole ? Math.min(TALLEST, number("return document.documentElement.scrollHeight")) : height;
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", tall, "deviceScaleFactor", 1, "mobile", false));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
