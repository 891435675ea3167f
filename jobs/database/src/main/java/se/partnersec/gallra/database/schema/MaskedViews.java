package se.partnersec.gallra.database.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code CALL guards()} says of the views of {@code sql/guards.sql} that mask what names people, or count: a hash of the words that each
 * server keeps. Unlike the others they ask with the rights of the locked account, so that a login sees them and not their tables.
 */
public final class MaskedViews {
    private static final String SECURITY = "DEFINER";

    private static final Map<String, Set<String>> HASHES = Map.ofEntries(
            Map.entry(
                    "count_request",
                    Set.of(
                            "19902d5261bb889272729f06a0650436fa7dbca47bcb7e29e4ee34ac2a6c568c",
                            "504c3890bd5cba0d51665d014d5d5366906766ba10c55c21d7b23b53feb53484")),
            Map.entry(
                    "masked_approval_end",
                    Set.of(
                            "78cad21e01f40b64dd092e27881b6aba0e35fbf8b066c7c4c524eeff89df48e3",
                            "0893bff25f5206f715ffe411263a734bc6ea7a7a7315c93498d46c5b4483451a")),
            Map.entry(
                    "masked_approval_request",
                    Set.of("946389d46ac1dc50221f02627c5ad4d55964bbe75e009fce37982d72683182f7")),
            Map.entry(
                    "masked_audit",
                    Set.of(
                            "56f2526f720d5f25d9804b6d37471bc5dcbafd3b89948dbfb043780dd95a6bda",
                            "725746292e5bed8089e412272b64df93db0db773b2c52a47feaaacccefcf875b")),
            Map.entry("masked_book_import", Set.of("e17e8c51451d8dc35319cd418cbadf5b99d5c76197d27b171ebe122c2c5ef236")),
            Map.entry("masked_finding_ack", Set.of("576335f2278af67175ef884cf7cbe3f377122cacfa6a93b212ef028715afd6f5")),
            Map.entry(
                    "masked_hold",
                    Set.of(
                            "51a0bce904ef9da28476550fba0d1d6b3bab0c260cfa194860b76991b71ce578",
                            "4a9487547c4dfd668587badd758d9d20d02f6fee8ed3a3e6b607472276bafcc1")),
            Map.entry(
                    "masked_permit",
                    Set.of(
                            "6876fe3f334452e2e1b8de2134c54d3bb8987cdf2c59baa21a679790ad9387b0",
                            "05f947d9ccdb4a372353d549d9d450c9877e82b5e53640cf4e691e4f10bca109")),
            Map.entry(
                    "masked_plan_end",
                    Set.of(
                            "e563991a7f04049fed653ea8aa3857d1862ee2297f26fc3f164545ad56a368b8",
                            "d2583ac2d5c5611bfd29bb60627c125aab56e58b4281bb1cf2fa9c8b4caf7180")),
            Map.entry("masked_run_order", Set.of("2f9695fa74fde5dfa3954e81db877635d99f9dacf8e372fd48592b87fba22729")),
            Map.entry(
                    "masked_valid_adoption",
                    Set.of("0ed8717011930a121baeb91f9a9373e1f86a34426136735d7ab6fbb3a27a6884")),
            Map.entry(
                    "masked_valid_approval",
                    Set.of("f5d70adaa7ef2d40c5d4b4c6698799275f221553f09faa5cad528c4610324f8b")),
            Map.entry("masked_valid_key", Set.of("aaf683de48140900b4ed36fba99e7460c2489220d948900bbdf06d40cf8bd998")),
            Map.entry(
                    "masked_valid_permit",
                    Set.of(
                            "68ff8e665cbea767174d7eb3ca65acb2a6235d07b035f786757d5d365b859bd4",
                            "9323cbccdd0ff08dbd3cfb004dcdf8eecc93e6ee941afb3cd406c03aa0c664cb")),
            Map.entry(
                    "masked_valid_release", Set.of("63afe7c8ebb46d1a82ec3a15b55169fe5c1d51f5dead2c8f5341474087556eca")),
            Map.entry(
                    "masked_valid_replay", Set.of("7afe455e87aef6d1ac591ea2ebd1b0c5e1b67d8f00a1086986e66d83f1730735")));

    private MaskedViews() {}

    /** Names of those that are missing or changed. */
    public static List<String> problems(Map<String, Seen> views) {
        return HASHES.keySet().stream()
                .sorted()
                .filter(name -> {
                    Seen there = views.get(name);
                    return there == null
                            || !there.security().equals(SECURITY)
                            || !HASHES.getOrDefault(name, Set.of()).contains(there.hash());
                })
                .toList();
    }

    /** One view as the server has it. */
    public record Seen(String hash, String security) {}
}
