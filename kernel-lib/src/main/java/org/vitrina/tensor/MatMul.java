package org.vitrina.tensor;
/// temporary
public final class MatMul {
    public enum Layout {
        NN,
        NT,
        TN
    }

    public static void multiply(Layout l, Tensor a, Tensor b, Tensor c, boolean add, Workers workers) {
        int m = c.rows(), n = c.columns(), k = l == Layout.TN ? a.rows() : a.columns();
        part(
                l,
                m,
                n,
                k,
                a.data(),
                a.offset(),
                a.columns(),
                b.data(),
                b.offset(),
                b.columns(),
                c.data(),
                c.offset(),
                c.columns(),
                add);
    }

    public static void part(
            Layout l,
            int m,
            int n,
            int k,
            float[] a,
            int aFrom,
            int lda,
            float[] b,
            int bFrom,
            int ldb,
            float[] c,
            int cFrom,
            int ldc,
            boolean add) {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) {
                float s = add ? c[cFrom + i * ldc + j] : 0;
                for (int p = 0; p < k; p++)
                    s += (l == Layout.TN ? a[aFrom + p * lda + i] : a[aFrom + i * lda + p])
                            * (l == Layout.NT ? b[bFrom + j * ldb + p] : b[bFrom + p * ldb + j]);
                c[cFrom + i * ldc + j] = s;
            }
    }
}
