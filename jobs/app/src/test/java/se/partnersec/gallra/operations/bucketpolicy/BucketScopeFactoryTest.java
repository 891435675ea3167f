package se.partnersec.gallra.operations.bucketpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.categories.Categories;
import se.partnersec.gallra.config.mapping.SourceMapping;
import se.partnersec.gallra.config.mappingfile.SourceMappingReader;
import se.partnersec.gallra.support.exit.ExitCode;

/** Which bucket and which prefixes an account is for. */
class BucketScopeFactoryTest {
    private static final SourceMapping SHIPPED = SourceMappingReader.read(
            Path.of("..", "..", "job-config", "sources.yml"),
            Categories.registry().requirements().roles());
    private static final BucketScopeFactory SET = new BucketScopeFactory(
            Map.of(
                    "GALLRA_S3_BUCKET",
                    "recordings",
                    "GALLRA_SEAL_BUCKET",
                    "seals",
                    "GALLRA_SEAL_PREFIX",
                    "partnersec/"),
            () -> SHIPPED);

    @Test
    void the_job_works_below_what_is_mapped_and_the_sealer_below_its_own_prefix() {
        assertThat(SET.of(BucketAccountUse.JOB, null).prefixes()).containsExactly("calls/", "chats/", "iplogs/");
        assertThat(SET.of(BucketAccountUse.JOB, null).bucket()).isEqualTo("recordings");
        assertThat(SET.of(BucketAccountUse.READER, "another").bucket()).isEqualTo("another");
        assertThat(SET.of(BucketAccountUse.SEALER, null).bucket()).isEqualTo("seals");
        assertThat(SET.of(BucketAccountUse.SEALER, null).prefixes()).containsExactly("partnersec/");
    }

    @Test
    void a_bucket_has_to_be_named_and_to_be_one() {
        BucketScopeFactory unset = new BucketScopeFactory(Map.of(), () -> SHIPPED);
        assertThatThrownBy(() -> unset.of(BucketAccountUse.JOB, null))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining("GALLRA_S3_BUCKET");
        assertThatThrownBy(() -> unset.of(BucketAccountUse.JOB, "*")).hasMessageContaining("no bucket's name");
        BucketScopeFactory odd =
                new BucketScopeFactory(Map.of("GALLRA_SEAL_PREFIX", "seals-${aws:username}/"), () -> SHIPPED);
        assertThatThrownBy(() -> odd.of(BucketAccountUse.SEALER, "seals")).hasMessageContaining("as it stands");
    }
}
