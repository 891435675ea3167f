package se.partnersec.gallra.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** Containers for tests: only from images that are here already, and stopped when the JVM ends. */
final class Docker {
    static final String MYSQL = "mysql:9.7";
    static final String MOTO = "local/moto:5.2.4";

    private Docker() {}

    static boolean has(String image) {
        if (!answers()) {
            return false;
        }
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** Looks for traces of an engine first: Testcontainers reports a missing one in many red lines. */
    static boolean answers() {
        String home = System.getProperty("user.home");
        String runtime = System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/run/user");
        boolean traces = System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(runtime, "docker.sock"),
                                Path.of(home, ".docker", "run", "docker.sock"))
                        .anyMatch(Files::exists);
        return traces && DockerClientFactory.instance().isDockerAvailable();
    }

    // Testcontainers' own reaper needs an image from a registry, which may be out of reach.
    static <C extends GenericContainer<?>> C start(C container) {
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop " + container.getDockerImageName()));
        return container;
    }
}
