package se.partnersec.gallra.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** Containers for tests: only from images that are here already, and stopped when the JVM ends. */
final class Docker {
    static final String MYSQL = "mysql:9.7";
    static final String MOTO = "local/moto:5.2.4";

    private Docker() {}

    static boolean has(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    // Testcontainers' own reaper needs an image from a registry, which may be out of reach.
    static <C extends GenericContainer<?>> C start(C container) {
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop " + container.getDockerImageName()));
        return container;
    }
}
