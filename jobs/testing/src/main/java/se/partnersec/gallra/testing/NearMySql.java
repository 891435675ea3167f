package se.partnersec.gallra.testing;

import com.github.dockerjava.api.model.Info;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * A MySQL in a container that shares this machine's network. The proxy that otherwise stands before a container's ports takes
 * a core for a twelfth of the tests' time.
 */
final class NearMySql extends MySQLContainer {
    private final int port;

    private NearMySql(int port) {
        super(Docker.MYSQL);
        this.port = port;
        setExposedPorts(List.of());
        withNetworkMode("host");
    }

    /** Near where the engine runs on this machine itself; else behind a port of the engine's, as usual. */
    static MySQLContainer container(String... options) {
        int port = here() ? free() : MYSQL_PORT;
        MySQLContainer container = here() ? new NearMySql(port) : new MySQLContainer(Docker.MYSQL);
        String[] command = new String[options.length + 4];
        command[0] = "mysqld";
        command[1] = "--bind-address=" + (here() ? "127.0.0.1" : "*");
        command[2] = "--port=" + port;
        command[3] = "--mysqlx=OFF";
        System.arraycopy(options, 0, command, 4, options.length);
        return container.withCommand(command);
    }

    /** An engine without root, or in a virtual machine, has another network than this machine. */
    private static boolean here() {
        Info info = DockerClientFactory.lazyClient().infoCmd().exec();
        List<String> security = info.getSecurityOptions();
        return System.getenv("DOCKER_HOST") == null
                && System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && !String.valueOf(info.getOperatingSystem()).contains("Desktop")
                && (security == null || security.stream().noneMatch(option -> option.contains("rootless")));
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Integer getMappedPort(int original) {
        return port;
    }
}
