package org.vitrina.tensor;

import java.util.random.RandomGenerator;

/// Codes, scales and minimums as they come.
record RandomCodes(
        int rows, int columns, int group, int least, int greatest, byte[][] codes, float[][] scales, float[][] minimums)
        implements Codes {
    static RandomCodes of(
            RandomGenerator random, int rows, int groups, int group, int least, int greatest, boolean affine) {
        var codes = new byte[rows][groups * group];
        var scales = new float[rows][groups];
        var minimums = new float[rows][affine ? groups : 0];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < groups * group; i++) {
                codes[row][i] = (byte) random.nextInt(least, greatest + 1);
            }
            for (int g = 0; g < groups; g++) {
                scales[row][g] = (float) random.nextGaussian() / 100;
                if (affine) {
                    minimums[row][g] = (float) random.nextGaussian() / 10;
                }
            }
        }
        return new RandomCodes(rows, groups * group, group, least, greatest, codes, scales, minimums);
    }

    @Override
    public boolean affine() {
        return minimums.length > 0 && minimums[0].length > 0;
    }

    @Override
    public void read(int row, byte[] codes, float[] scales, float[] minimums) {
        System.arraycopy(this.codes[row], 0, codes, 0, columns);
        System.arraycopy(this.scales[row], 0, scales, 0, columns / group);
        System.arraycopy(this.minimums[row], 0, minimums, 0, affine() ? columns / group : 0);
    }

    /// Returns a weight as its definition has it.
    float weight(int row, int column) {
        float scaled = scales[row][column / group] * codes[row][column];
        return affine() ? scaled + minimums[row][column / group] : scaled;
    }
}
