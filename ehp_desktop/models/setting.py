"""What holds for the whole store: the authority's name and the code set chosen at `init`."""

from sqlalchemy.orm import Mapped, mapped_column

from ehp_desktop.models.base import Base


class Setting(Base):
    """One named value of the store."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
