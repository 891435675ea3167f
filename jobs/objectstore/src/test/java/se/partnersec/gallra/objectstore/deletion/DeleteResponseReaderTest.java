package se.partnersec.gallra.objectstore.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.S3Error;

class DeleteResponseReaderTest {
    private static final ObjectVersion A1 = ObjectVersion.remembered("a", "1", null, false);
    private static final ObjectVersion A2 = ObjectVersion.remembered("a", "2", null, false);
    private static final ObjectVersion NULL = ObjectVersion.remembered("a", "null", "\"e\"", false);

    @Test
    void an_answer_for_another_version_or_key_is_no_answer() {
        assertThat(read(List.of(A1), deleted("a", "2"), deleted("b", "1"))).containsExactly("UNKNOWN NotAnswered");
    }

    @Test
    void a_deletion_that_names_only_the_key_does_not_count_for_a_version() {
        assertThat(read(List.of(A1), deleted("a", null))).containsExactly("UNKNOWN NotAnswered");
    }

    @Test
    void a_refusal_that_names_only_the_key_counts_where_it_can_mean_one_thing_only() {
        assertThat(read(List.of(A1), error("a", null, "AccessDenied", ""))).containsExactly("DENIED AccessDenied");
        assertThat(read(List.of(A1, A2), deleted("a", "1"), error("a", null, "AccessDenied", "")))
                .containsExactly("DELETED ", "DENIED AccessDenied");
        assertThat(read(List.of(A1, A2), error("a", null, "AccessDenied", "")))
                .containsExactly("UNKNOWN NotAnswered", "UNKNOWN NotAnswered");
    }

    @Test
    void the_null_version_is_known_with_and_without_its_name() {
        for (String id : new String[] {"null", "", null}) {
            assertThat(read(List.of(NULL), deleted("a", id))).containsExactly("DELETED ");
        }
    }

    @Test
    void a_marker_laid_on_top_is_not_a_deletion() {
        DeletedObject marked = DeletedObject.builder()
                .key("a")
                .deleteMarker(true)
                .deleteMarkerVersionId("9")
                .build();
        assertThat(read(List.of(NULL), marked)).containsExactly("UNKNOWN OnlyMarked");
    }

    @Test
    void two_answers_for_one_version_are_none() {
        assertThat(read(List.of(A1), deleted("a", "1"), deleted("a", "1"))).containsExactly("UNKNOWN AnsweredTwice");
        assertThat(read(List.of(A1), deleted("a", "1"), error("a", "1", "InternalError", "")))
                .containsExactly("UNKNOWN AnsweredTwice");
    }

    @Test
    void codes_are_read_for_what_may_be_done_about_them() {
        assertThat(code("AccessDenied", "")).isEqualTo("DENIED AccessDenied");
        assertThat(code("InvalidRequest", "Object is WORM protected and cannot be overwritten"))
                .isEqualTo("DENIED InvalidRequest");
        assertThat(code("InvalidRequest", "something else")).isEqualTo("FAILED InvalidRequest");
        assertThat(code("PreconditionFailed", "")).isEqualTo("CHANGED PreconditionFailed");
        assertThat(code("NoSuchVersion", "")).isEqualTo("MISSING NoSuchVersion");
        assertThat(code("NoSuchKey", "")).isEqualTo("MISSING NoSuchKey");
        assertThat(code("NoSuchBucket", "")).isEqualTo("FAILED NoSuchBucket");
        assertThat(code("SlowDown", "")).isEqualTo("THROTTLED SlowDown");
        assertThat(code("InternalError", "")).isEqualTo("FAILED InternalError");
        assertThat(code(null, "")).isEqualTo("UNKNOWN NoCode");
        assertThat(code("calls/+46701234567.wav", "")).isEqualTo("FAILED UnreadableCode");
    }

    private static String code(@Nullable String code, String message) {
        return read(List.of(A1), error("a", "1", code, message)).get(0);
    }

    private static DeletedObject deleted(String key, @Nullable String versionId) {
        return DeletedObject.builder().key(key).versionId(versionId).build();
    }

    private static S3Error error(String key, @Nullable String versionId, @Nullable String code, String message) {
        return S3Error.builder()
                .key(key)
                .versionId(versionId)
                .code(code)
                .message(message)
                .build();
    }

    private static List<String> read(List<ObjectVersion> asked, Object... entries) {
        DeleteObjectsResponse response = DeleteObjectsResponse.builder()
                .deleted(only(DeletedObject.class, entries))
                .errors(only(S3Error.class, entries))
                .build();
        return VersionDeletion.DeleteResponseReader.read(asked, response).stream()
                .map(a -> a.deletion() + " " + a.code())
                .toList();
    }

    private static <T> List<T> only(Class<T> type, Object... entries) {
        return List.of(entries).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
