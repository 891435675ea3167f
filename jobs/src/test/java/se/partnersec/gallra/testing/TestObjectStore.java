package se.partnersec.gallra.testing;

import java.net.URI;
import se.partnersec.gallra.store.BucketSettings;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** How to reach an S3 server of the tests. */
public record TestObjectStore(URI endpoint, String accessKey, String secretKey) {
    private static final String REGION = "eu-north-1";

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
