"""Writes scikit-learn's 1,797 handwritten digits as digits_8x8.npz, for a program that trains on them.

x_train uint8 (1347, 8, 8), shades from 0 to 16, y_train uint8 (1347); x_test (450, 8, 8), y_test (450): each digit has
the same share in both. Not compressed, so that map_npz can read it in place.
"""
import pathlib

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

digits = load_digits()
x_train, x_test, y_train, y_test = train_test_split(
    digits.images.astype(np.uint8), digits.target.astype(np.uint8), test_size=450, stratify=digits.target, random_state=7)
np.savez(pathlib.Path(__file__).with_name("digits_8x8.npz"),
         x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
