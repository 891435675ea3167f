package se.partnersec.gallra.testing;

import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.embedded.EmbeddedObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** How to reach an S3 server of the tests. */
public record TestObjectStore(URI endpoint, String accessKey, String secretKey) {
    private static final String REGION = "eu-north-1";

    static TestObjectStore of(Properties server) {
        return new TestObjectStore(
                URI.create(server.getProperty("endpoint")),
                server.getProperty("accessKey"),
                server.getProperty("secretKey"));
    }

    /** How another process reaches it. */
    Properties properties() {
        Properties server = new Properties();
        server.setProperty("endpoint", endpoint.toString());
        server.setProperty("accessKey", accessKey);
        server.setProperty("secretKey", secretKey);
        return server;
    }

    @SuppressWarnings("resource") // ends with the JVM
    static TestObjectStore embedded() {
        EmbeddedObjectStore store = EmbeddedObjectStore.start();
        return new TestObjectStore(store.endpoint(), store.accessKey(), store.secretKey());
    }

    @SuppressWarnings("resource") // stopped with the JVM: see Docker
    static TestObjectStore moto() {
        GenericContainer<?> moto = Docker.start(new GenericContainer<>(Docker.MOTO)
                .withExposedPorts(5000)
                .waitingFor(Wait.forHttp("/").forPort(5000)));
        return new TestObjectStore(URI.create("http://127.0.0.1:" + moto.getMappedPort(5000)), "test", "test-secret");
    }

    /** The server that {@code GALLRA_TEST_S3_ENDPOINT}, {@code _ACCESS_KEY} and {@code _SECRET_KEY} name; empty where they name none. */
    public static Optional<TestObjectStore> named() {
        return Optional.ofNullable(System.getenv("GALLRA_TEST_S3_ENDPOINT"))
                .map(endpoint -> new TestObjectStore(
                        URI.create(endpoint),
                        System.getenv().getOrDefault("GALLRA_TEST_S3_ACCESS_KEY", ""),
                        System.getenv().getOrDefault("GALLRA_TEST_S3_SECRET_KEY", "")));
    }

    public BucketSettings bucket(String name) {
        return new BucketSettings(endpoint.toString(), REGION, name, accessKey, secretKey, null);
    }

    /** A client of the test's own, to prepare and to look; close it. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .serviceConfiguration(c -> c.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
