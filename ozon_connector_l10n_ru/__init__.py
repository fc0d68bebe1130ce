# Part of the Ozon connector. See LICENSE for full copyright and licensing details.
from . import models
