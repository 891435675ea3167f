package se.partnersec.gallra.objectstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.config.settings.BucketSettings;
import se.partnersec.gallra.objectstore.deletion.DeletionResult;

class ObjectVersionTest {
    private static final String KEY = "calls/+46701234567.wav";

    @Test
    void a_version_with_an_id_of_its_own_is_the_same_whatever_else_is_remembered() {
        ObjectVersion listed = new ObjectVersion(KEY, "7", "\"e\"", false, true, 9, Instant.EPOCH);
        assertThat(listed.sameAs(ObjectVersion.remembered(KEY, "7", null, false)))
                .isTrue();
        assertThat(listed.sameAs(ObjectVersion.remembered(KEY, "8", "\"e\"", false)))
                .isFalse();
        assertThat(listed.sameAs(ObjectVersion.remembered(KEY + "x", "7", "\"e\"", false)))
                .isFalse();
    }

    @Test
    void a_null_version_is_the_same_only_with_the_same_content() {
        ObjectVersion first = ObjectVersion.remembered(KEY, "null", "\"e\"", false);
        assertThat(first.sameAs(ObjectVersion.remembered(KEY, null, "\"e\"", false)))
                .isTrue();
        assertThat(first.sameAs(ObjectVersion.remembered(KEY, "null", "\"f\"", false)))
                .isFalse();
        assertThat(first.sameAs(ObjectVersion.remembered(KEY, "null", null, true)))
                .isFalse();
        assertThat(first.sameAs(ObjectVersion.remembered(KEY, "7", "\"e\"", false)))
                .isFalse();
    }

    @Test
    void guards_cover_what_they_can_tell_apart() {
        ObjectVersion real = ObjectVersion.remembered(KEY, "7", null, false);
        ObjectVersion content = ObjectVersion.remembered(KEY, "null", "\"e\"", false);
        ObjectVersion marker = ObjectVersion.remembered(KEY, "null", null, true);
        ObjectVersion nameless = ObjectVersion.remembered(KEY, null, "\"e\"", false);
        for (DeletePrecondition guard : DeletePrecondition.values()) {
            assertThat(guard.covers(real)).isTrue();
            assertThat(guard.covers(content)).isEqualTo(guard != DeletePrecondition.NONE);
            assertThat(guard.covers(marker))
                    .isEqualTo(guard == DeletePrecondition.VERSION_IDS || guard == DeletePrecondition.RISK_ACCEPTED);
            assertThat(guard.covers(nameless))
                    .isEqualTo(guard.conditional() || guard == DeletePrecondition.RISK_ACCEPTED);
        }
    }

    @Test
    void nothing_prints_a_key_or_a_secret() {
        ObjectVersion version = ObjectVersion.remembered(KEY, "7", null, false);
        assertThat(version.toString()).doesNotContain("4670");
        assertThat(new UnfinishedUpload(KEY, "1", Instant.EPOCH).toString()).doesNotContain("4670");
        assertThat(new DeletionResult.Answer(version, DeletionResult.Status.DELETED, "").toString())
                .doesNotContain("4670");
        assertThat(new BucketSettings("http://h", "r", "b", "access", "secret", null).toString())
                .contains("bucket b at http://h")
                .doesNotContain("secret")
                .doesNotContain("access");
    }

    @ParameterizedTest
    @CsvSource({
        ", , true",
        ", 123456789012, false",
        "https://s3.eu-north-1.amazonaws.com, , true",
        "https://s3.cn-north-1.amazonaws.com.cn/x, , true",
        "https://s3.exempel.se, , false",
        "https://amazonaws.com.exempel.se, , false"
    })
    void at_aws_somebody_has_to_say_whose_bucket_it_is(
            @Nullable String endpoint, @Nullable String owner, boolean missing) {
        assertThat(new BucketSettings(endpoint, "r", "b", null, null, owner).ownerMissing())
                .isEqualTo(missing);
    }

    @Test
    void settings_refuse_what_cannot_be_and_name_the_variable() {
        assertThatThrownBy(() -> new BucketSettings("host:9000", "r", "b", null, null, null))
                .hasMessageContaining("GALLRA_S3_ENDPOINT")
                .hasMessageContaining("host:9000");
        assertThatThrownBy(() -> new BucketSettings(null, "r", " ", null, null, null))
                .hasMessageContaining("GALLRA_S3_BUCKET");
        assertThatThrownBy(() -> new BucketSettings(null, "", "b", null, null, null))
                .hasMessageContaining("GALLRA_S3_REGION");
        assertThatThrownBy(() -> new BucketSettings(null, "r", "b", "a", null, null))
                .hasMessageContaining("belong together");
        assertThatThrownBy(() -> new BucketSettings(null, "r", "b", null, null, "me"))
                .hasMessageContaining("12-digit");
    }
}
