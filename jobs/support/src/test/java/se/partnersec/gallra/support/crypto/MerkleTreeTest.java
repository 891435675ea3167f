package se.partnersec.gallra.support.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    /** The inputs and roots that implementations of Certificate Transparency (RFC 6962) test themselves by. */
    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static List<byte[]> leaves(int n) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            leaves.add(MerkleTree.leaf(
                    i < INPUTS.size() ? HexFormat.of().parseHex(INPUTS.get(i)) : new byte[] {(byte) i, 7}));
        }
        return leaves;
    }

    @Test
    void has_the_roots_of_the_standard() {
        for (int n = 0; n < ROOTS.size(); n++) {
            assertThat(Sha256.hex(new MerkleTree(leaves(n)).root()))
                    .as(n + " leaves")
                    .isEqualTo(ROOTS.get(n));
        }
    }

    @Test
    void has_a_path_from_every_leaf_of_every_size_and_no_other_leads_there() {
        for (int n = 1; n <= 40; n++) {
            List<byte[]> leaves = leaves(n);
            MerkleTree tree = new MerkleTree(leaves);
            byte[] root = tree.root();
            for (int i = 0; i < n; i++) {
                List<byte[]> path = tree.path(i);
                assertThat(MerkleTree.leads(leaves.get(i), i, n, path, root))
                        .as(i + " of " + n)
                        .isTrue();
                for (int j = 0; j < n; j++) {
                    if (j != i) {
                        assertThat(MerkleTree.leads(leaves.get(j), i, n, path, root))
                                .isFalse();
                        assertThat(MerkleTree.leads(leaves.get(i), j, n, path, root))
                                .isFalse();
                    }
                }
                assertThat(MerkleTree.leads(leaves.get(i), i, n, longer(path), root))
                        .isFalse();
                assertThat(MerkleTree.leads(leaves.get(i), -1, n, path, root)).isFalse();
                assertThat(MerkleTree.leads(leaves.get(i), n, n, path, root)).isFalse();
                if (n > 1) {
                    assertThat(MerkleTree.leads(leaves.get(i), i, n, path.subList(1, path.size()), root))
                            .isFalse();
                }
            }
        }
    }

    /** Without the prefixes the hash of two leaves would pass for a leaf, and a row could be invented. */
    @Test
    void does_not_take_a_node_for_a_leaf() {
        List<byte[]> leaves = leaves(4);
        byte[] root = new MerkleTree(leaves).root();
        byte[] both = new byte[64];
        System.arraycopy(leaves.get(0), 0, both, 0, 32);
        System.arraycopy(leaves.get(1), 0, both, 32, 32);
        byte[] right = new MerkleTree(leaves.subList(2, 4)).root();
        byte[] node = new MerkleTree(leaves.subList(0, 2)).root();

        assertThat(MerkleTree.leads(MerkleTree.leaf(both), 0, 2, List.of(right), root))
                .isFalse();
        assertThat(MerkleTree.leads(node, 0, 2, List.of(right), root))
                .as("what is hashed as a node is one")
                .isTrue();
    }

    private static List<byte[]> longer(List<byte[]> path) {
        List<byte[]> more = new ArrayList<>(path);
        more.add(new byte[32]);
        return more;
    }
}
