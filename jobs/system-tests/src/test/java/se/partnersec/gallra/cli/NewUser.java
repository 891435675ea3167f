package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import se.partnersec.gallra.demo.server.DevServers;
import se.partnersec.gallra.testing.EmbeddedClasspath;
import se.partnersec.gallra.testing.Program;
import se.partnersec.gallra.testing.Program.Answer;

/** The program, typed as a new user types it, on the servers it starts for itself; each class has servers of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class NewUser {
    public final Path home;
    public final Program gallra;

    /**
     * @param folder of this user, below target; a blank in its name is one in many paths
     * @param here whether commands run in the process of the tests
     */
    protected NewUser(String folder, boolean here) {
        home = Path.of("target", folder).toAbsolutePath();
        Program program = new Program(Map.of(
                "GALLRA_HOME",
                home.toString(),
                "GALLRA_CONFIG",
                Path.of("..", "..", "job-config").toAbsolutePath().normalize().toString(),
                "GALLRA_EMBEDDED_CLASSPATH",
                EmbeddedClasspath.get()));
        gallra = here ? program.here() : program;
    }

    @BeforeAll
    void begin_with_nothing() throws IOException {
        Files.createDirectories(home);
        servers().down();
    }

    @AfterAll
    void leave_nothing_running() {
        servers().down();
    }

    private DevServers servers() {
        return new DevServers(home.resolve(".gallra"), EmbeddedClasspath.get());
    }

    /** What the tests of a class begin with that are not about the demonstration itself. */
    protected final void demo() {
        Answer answer = gallra.run("demo --rows 400");
        assertThat(answer.exit()).as(answer.err()).isZero();
    }

    protected static String in(int days) {
        return LocalDate.now(ZoneId.of("Europe/Stockholm")).plusDays(days).toString();
    }

    protected final void execute(String sql) throws SQLException, IOException {
        Properties servers = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve(".gallra").resolve("servers.properties"))) {
            servers.load(reader);
        }
        try (Connection connection = DriverManager.getConnection(
                        servers.getProperty("db.url") + "?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                        servers.getProperty("db.owner.user"),
                        servers.getProperty("db.owner.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
